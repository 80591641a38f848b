// Everything works without this file; it only saves steps. See templates/form.html for the attributes it reads.
const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}
const later = (wait, work) => {
  let timer
  return (...args) => { clearTimeout(timer); timer = setTimeout(work, wait, ...args) }
}
const parse = html => new DOMParser().parseFromString(html, 'text/html')
const say = text => {
  $('#live').textContent = ''
  if (text) setTimeout(() => { $('#live').textContent = text }, 100)
}
const encode = (form, extra = {}, submitter) => {
  const data = new URLSearchParams([...new FormData(form, submitter)].filter(([, value]) => typeof value === 'string'))
  for (const name in extra) data.set(name, extra[name])
  return data
}
const target = (form, submitter) => submitter?.getAttribute('formaction') || form.getAttribute('action') || location.href
const pathOf = form => new URL(target(form), location).pathname

// Swapping <main> in place

const address = () => location.pathname + location.search
let here = address()

const focusable = root => $$('a[href], button, input:not([type=hidden]), select, textarea, summary', root)

function remember() {
  const element = document.activeElement
  if (!element?.closest('#main')) return () => {}
  const { id, value, selectionStart: start, selectionEnd: end } = element
  const home = element.parentElement.closest('[id]')
  const place = focusable(home).indexOf(element)
  return () => {
    const again = (id && document.getElementById(id)) || focusable(document.getElementById(home.id) || $('#main'))[place]
    again?.focus({ preventScroll: true })
    if (id && again && start != null && again.value !== undefined) {
      again.value = value
      again.setSelectionRange(start, end)
    }
  }
}

function swap(page, keepFocus, form) {
  const restore = keepFocus ? remember() : () => {}
  const typed = $$('#main :is(textarea, input)[id]').filter(field => field.form !== form && field.value !== field.defaultValue)
  const opened = $$('#main details[open][id]').map(details => details.id)
  const [x, y] = [scrollX, scrollY]
  for (const id of ['crumbs', 'main']) $('#' + id).replaceWith($('#' + id, page))
  for (const { id, value } of typed) if (document.getElementById(id)) document.getElementById(id).value = value
  for (const id of opened) if (document.getElementById(id)) document.getElementById(id).open = true
  for (const script of $$('#main script[src]')) import(script.src)
  document.title = page.title
  here = address()
  if (page.body.dataset.user) document.body.dataset.user = page.body.dataset.user
  else delete document.body.dataset.user
  restore()
  scrollTo(x, y)
  arrive()
}

async function postInPlace(form, submitter) {
  const key = form.matches('[data-draft]') && draftKey(form)
  try {
    const answer = await fetch(target(form, submitter), { method: 'POST', body: encode(form, {}, submitter) })
    const page = parse(await answer.text())
    if (!$('#main', page)) throw new Error('not a page')
    if (answer.ok && key) { drop(key); form.removeAttribute('data-draft') }
    if (answer.ok && new URL(answer.url).pathname !== location.pathname) {
      history.pushState(null, '', answer.url)
      $('#top').replaceWith($('#top', page))
      swap(page)
      scrollTo(0, 0)
      $('#main').focus()
    } else {
      swap(page, answer.ok, form)
      if (!answer.ok && !$('.error-summary')) $('#main').focus()
    }
  } catch {
    if (form.matches('[data-stay]')) {
      delete form.dataset.sent
      return form.dispatchEvent(new Event('unsent', { bubbles: true }))
    }
    form.dataset.plain = 'yes'
    delete form.dataset.sent
    form.requestSubmit(submitter)
  }
}

let filtering
async function filter(form) {
  filtering?.abort()
  filtering = new AbortController()
  const url = new URL(target(form), location)
  url.search = new URLSearchParams([...encode(form)].filter(([, value]) => value))
  try {
    const answer = await fetch(url, { signal: filtering.signal })
    const page = parse(await answer.text())
    if (!answer.ok || !$('#main', page)) throw new Error('not a list')
    history.replaceState(null, '', url)
    swap(page, true, form)
    say($('[data-count]')?.textContent.trim())
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(url)
  }
}
const filterSoon = later(350, form => form.isConnected && filter(form))

const previewSoon = later(250, async form => {
  try {
    const answer = await fetch(form.dataset.previewUrl || target(form), { method: 'POST', body: encode(form, { preview: '1' }) })
    const page = parse(await answer.text())
    const [old, fresh] = [document, page].map(root => $(form.dataset.preview, root))
    if (old && fresh) old.replaceWith(fresh)
  } catch { /* the plan is shown after saving */ }
})

// Drafts

const user = () => document.body.dataset.user
const draftKey = form => `draft:${user()}:${pathOf(form)}${form.dataset.draft ? '#' + form.dataset.draft : ''}`
const texts = form => [...form.elements].filter(field => field.name && field.matches('textarea, input:not([type]), input[type=text], input[type=search], input[type=url], input[type=email], input[type=tel]'))
const offered = new Map()
const read = key => { try { return JSON.parse(localStorage.getItem(key)) } catch { return null } }
const drop = key => localStorage.removeItem(key)

function keep(form) {
  if (!user() || !form.isConnected || !form.matches('[data-draft]')) return
  const key = draftKey(form)
  const changed = texts(form).filter(field => field.value !== field.defaultValue)
  const fields = { ...offered.get(key) }
  for (const field of changed) fields[field.name] = field.value
  try {
    if (Object.keys(fields).length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }))
    else drop(key)
  } catch { /* full or switched off: the form still works */ }
}
const keepSoon = later(300, keep)
const keepAll = () => $$('form[data-draft]').forEach(form => texts(form).some(field => field.value !== field.defaultValue) && keep(form))

function when(at) {
  const date = new Date(at)
  const clock = `kl. ${date.getHours()}.${String(date.getMinutes()).padStart(2, '0')}`
  return date.toDateString() === new Date().toDateString() ? clock : `${date.toLocaleDateString('sv', { day: 'numeric', month: 'long', year: 'numeric' })} ${clock}`
}

function offer(form) {
  const key = draftKey(form)
  const draft = read(key)
  if (!draft || !texts(form).some(field => field.name in draft.fields && draft.fields[field.name] !== field.value)) return
  offered.set(key, draft.fields)
  const close = () => { offered.delete(key); box.remove(); texts(form)[0]?.focus() }
  const button = (label, work) => make('button', { type: 'button', className: 'button is-small', textContent: label, onclick: () => { work(); close() } })
  const box = make('div', { className: 'notice is-info' }, make('div', {},
    make('p', { textContent: `Det finns ett utkast från ${when(draft.at)}.` }),
    make('div', { className: 'actions' },
      button('Återställ', () => {
        for (const field of texts(form)) if (field.name in draft.fields) field.value = draft.fields[field.name]
      }),
      button('Släng', () => drop(key)))))
  form.prepend(box)
}

function settle() {
  const pending = JSON.parse(sessionStorage.getItem('pending') || 'null')
  if (!pending || !user()) return
  sessionStorage.removeItem('pending')
  const elsewhere = !pending.paths.includes(location.pathname) && !$('.error-summary, [data-failed]')
  if (pending.key.startsWith(`draft:${user()}:`) && (elsewhere || $('[data-saved]'))) drop(pending.key)
}

function logOut(event) {
  keepAll()
  const mine = Object.keys(localStorage).filter(key => key.startsWith(`draft:${user()}:`))
  if (mine.length && !confirm('Du har text som inte är sparad. Den försvinner när du loggar ut. Vill du logga ut ändå?')) return event.preventDefault()
  mine.forEach(drop)
  $$('form[data-draft]').forEach(form => form.removeAttribute('data-draft'))
}

// Kommuner: those of other län than the ones that are chosen are not offered.

function narrow(form) {
  const groups = $$('select[name=municipality] > optgroup', form)
  const chosen = $$(':is([name=county], [name=counties]) > option:checked, [name=counties]:checked + label', form).map(each => each.textContent)
  const some = groups.some(group => chosen.includes(group.label))
  for (const group of groups) group.hidden = group.disabled = some && !chosen.includes(group.label) && !$('option:checked', group)
}

// Events

document.addEventListener('submit', event => {
  const { target: form, submitter } = event
  if (event.defaultPrevented) return
  if (form.dataset.sent) return event.preventDefault()
  if (form.matches('[data-logout]')) logOut(event)
  if (event.defaultPrevented || form.method !== 'post') return
  if (form.matches('[data-draft]') && user()) {
    keep(form)
    sessionStorage.setItem('pending', JSON.stringify({ key: draftKey(form), paths: [location.pathname, pathOf(form)] }))
  }
  form.dataset.sent = 'yes'
  if (form.matches('[data-inplace]:not([data-plain], [enctype])')) {
    event.preventDefault()
    return postInPlace(form, submitter)
  }
  setTimeout(() => { for (const button of $$('button:not([type=button])', form)) button.disabled = true })
})

document.addEventListener('input', ({ target: field }) => {
  const form = field.form
  if (!form) return
  if (form.matches('[data-draft]')) keepSoon(form)
  if (form.matches('[data-autosubmit]') && field.matches('[type=search], [type=text]')) filterSoon(form)
})

document.addEventListener('change', ({ target: field }) => {
  if (field.matches('.picker')) {
    const text = field.parentElement.querySelector('[data-date]')
    text.value = field.value
    for (const name of ['input', 'change']) text.dispatchEvent(new Event(name, { bubbles: true }))
    return text.focus()
  }
  const form = field.form
  if (form?.matches('[data-autosubmit]')) filterSoon(form)
  if (field.matches('[name=county], [name=counties]')) narrow(form)
  if (form?.matches('[data-preview]') && !field.matches('textarea')) previewSoon(form)
})

document.addEventListener('click', event => {
  for (const open of $$('details[data-closes][open]')) if (!open.contains(event.target)) open.open = false
  const button = event.target.closest?.('[data-pick]')
  if (!button) return
  const text = document.getElementById(button.dataset.pick)
  let picker = $('.picker', button.parentElement)
  if (!picker) {
    picker = make('input', { type: 'date', className: 'picker', tabIndex: -1 })
    picker.setAttribute('aria-hidden', 'true')
    button.before(picker)
  }
  picker.value = text.value
  picker.showPicker()
})

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    const open = event.target.closest?.('details[data-closes][open]')
    if (open) { open.open = false; $('summary', open).focus() }
  }
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.('input, textarea, select, [contenteditable]')) return
  const field = [...$$('main input[type=search]'), $('#search')].find(field => field?.checkVisibility())
  if (!field) return
  event.preventDefault()
  field.focus()
  field.select()
})

document.addEventListener('focusin', ({ target: { dataset } }) => dataset.suggest && import(dataset.suggest))

addEventListener('pagehide', keepAll)
addEventListener('swapped', () => { here = address(); arrive() })
addEventListener('popstate', () => address() !== here && location.reload())
addEventListener('pageshow', () => {
  for (const form of $$('form[data-sent]')) {
    delete form.dataset.sent
    for (const button of $$('button[disabled]:not([type=button])', form)) button.disabled = false
  }
})

function arrive() {
  const summary = $('.error-summary')
  for (const select of $$('select[name=municipality]')) narrow(select.form)
  for (const button of $$('[data-pick]')) button.hidden = !HTMLInputElement.prototype.showPicker
  // On a phone the row of tabs is wider than the page; the one that is open is in sight.
  for (const tab of $$('.tabs [aria-current]')) tab.parentNode.scrollLeft = tab.offsetLeft - tab.parentNode.offsetLeft - 16
  summary?.focus()
  say($('[data-saved]')?.textContent.trim())
  if (user()) for (const form of $$('form[data-draft]')) summary ? offered.set(draftKey(form), read(draftKey(form))?.fields) : offer(form)
}

/** Lines of a dialogue that wait to be sent are sent from its own page only; elsewhere they are told of. */
function remind() {
  const lines = user() ? Object.keys(localStorage).filter(key => key.startsWith(`draft:${user()}:/dialoger/`) && key.includes('/utfall#rad-')) : []
  const id = lines[0]?.split('/')[2]
  if (!id || $('form[data-line]')) return
  $('#main').prepend(make('div', { className: 'notice is-warning' }, make('div', {},
    `${lines.length} ${lines.length > 1 ? 'rader' : 'rad'} från ett genomförande väntar på att skickas. `,
    make('a', { href: `/dialoger/${id}/genomforande`, textContent: 'Skicka' }))))
}

settle()
arrive()
remind()
