// Copies a text; without this file it is selected and copied by hand.
const show = () => document.querySelectorAll('[data-copy]').forEach(button => { button.hidden = false })

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]')
  if (!button) return
  const field = document.getElementById(button.dataset.copy)
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    button.textContent = 'Texten är kopierad'
  } catch {
    button.textContent = 'Texten är markerad'
  }
})
show()
