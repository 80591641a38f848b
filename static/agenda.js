// The rows of an agenda put in order by dragging. The buttons do the same without this file and by keyboard.
const rows = () => document.getElementById('agenda-rows')
const ids = () => [...rows().querySelectorAll('tr[data-id]')].map(row => row.dataset.id).join()
let held = null
let before = ''

document.documentElement.dataset.drag = 'yes'

document.addEventListener('pointerdown', ({ target }) => {
  const grip = target.closest?.('#agenda-rows .grip')
  if (grip) grip.closest('tr').draggable = true
})
document.addEventListener('dragstart', event => {
  held = event.target.closest?.('#agenda-rows tr[data-id]')
  if (!held) return
  before = ids()
  event.dataTransfer.effectAllowed = 'move'
  event.dataTransfer.setData('text/plain', held.dataset.id)
})
document.addEventListener('dragover', event => {
  const over = held && event.target.closest?.('#agenda-rows tr[data-id]')
  if (!over) return
  event.preventDefault()
  if (over === held) return
  const { top, height } = over.getBoundingClientRect()
  over[event.clientY < top + height / 2 ? 'before' : 'after'](held)
})
document.addEventListener('drop', event => held && event.preventDefault())
document.addEventListener('dragend', () => {
  if (!held) return
  held.draggable = false
  held = null
  if (ids() === before) return
  const form = document.getElementById('order')
  form.elements.order.value = ids()
  form.requestSubmit()
})
