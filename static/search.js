// Suggestions below the search field of the header; loaded when the field is first used. Enter searches without them.
let box, asking, timer
const input = () => document.getElementById('search')
const options = () => box ? [...box.querySelectorAll('[role=option]')] : []
const chosen = () => options().find(each => each.ariaSelected === 'true')

function close() {
  clearTimeout(timer)
  asking?.abort()
  box?.remove()
  box = null
  input()?.setAttribute('aria-expanded', 'false')
  input()?.removeAttribute('aria-activedescendant')
}

function choose(option) {
  for (const each of options()) each.ariaSelected = String(each === option)
  if (option) input().setAttribute('aria-activedescendant', option.id)
  else input().removeAttribute('aria-activedescendant')
  option?.scrollIntoView({ block: 'nearest' })
}

async function suggest(field) {
  asking?.abort()
  asking = new AbortController()
  try {
    const answer = await fetch(`/sok/forslag?q=${encodeURIComponent(field.value)}`, { signal: asking.signal })
    const list = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('search-list')
    if (!answer.ok || !list || document.activeElement !== field) return close()
    box?.remove()
    box = document.importNode(list, true)
    field.after(box)
    field.setAttribute('aria-expanded', 'true')
    document.getElementById('live').textContent = box.dataset.told
  } catch { /* the next letter asks again */ }
}

function ready(field) {
  if (field.role === 'combobox') return
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'search-list' })) field.setAttribute(name, value)
}

const isOurs = event => event.target.id === 'search'

document.addEventListener('focusin', event => isOurs(event) && ready(event.target))
document.addEventListener('focusout', event => isOurs(event) && close())
document.addEventListener('input', event => {
  if (!isOurs(event)) return
  clearTimeout(timer)
  if (event.target.value.trim().length < 2) return close()
  timer = setTimeout(suggest, 150, event.target)
})
document.addEventListener('keydown', event => {
  if (!isOurs(event) || !box) return
  const all = options()
  const at = all.indexOf(chosen())
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) choose(all[at + step] ?? (at < 0 ? all.at(-1) : null))
  else if (event.key === 'Enter' && at >= 0) location.assign(all[at].dataset.href)
  else if (event.key === 'Escape') close()
  else return
  event.preventDefault()
})
document.addEventListener('mousedown', event => {
  const option = box && event.target.closest?.('#search-list [role=option]')
  if (!option) return
  event.preventDefault()
  location.assign(option.dataset.href)
})
if (input() === document.activeElement && input()) {
  ready(input())
  if (input().value.trim().length > 1) suggest(input())
}
