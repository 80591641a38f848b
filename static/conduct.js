// The conducting of a dialogue on a bad connection: each line is kept in the browser until the server has answered
// that it is saved. It carries a token, so one that is sent twice is there once. Without this file the form posts as any other.
const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}
const parse = html => new DOMParser().parseFromString(html, 'text/html')
const say = text => { $('#live').textContent = text }

const user = () => document.body.dataset.user
const form = () => $('form[data-line]')
// Below `draft:` and the user, so that logging out warns of them and deletes them; see app.js.
const prefix = () => `draft:${user()}:${new URL(form().action).pathname}#rad-`
const read = key => { try { return JSON.parse(localStorage.getItem(key)) } catch { return null } }
const waiting = () => !user() || !form() ? [] : Object.keys(localStorage)
  .filter(key => key.startsWith(prefix()))
  .map(key => ({ key, ...read(key) }))
  .filter(line => line.fields)
  .sort((a, b) => a.at - b.at || a.nth - b.nth)

let nth = 0
let trouble = ''
let sending = false
let again

function keep(form) {
  const fields = Object.fromEntries(new FormData(form))
  fields.token = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
  const line = { at: Date.now(), nth: nth++, fields, kind: $('input[name=kind]:checked', form)?.labels[0].textContent, place: $('#punkten').textContent }
  localStorage.setItem(prefix() + fields.token, JSON.stringify(line))
}

document.addEventListener('submit', event => {
  const { target } = event
  if (!target.matches('form[data-line]') || !user() || !target.elements.text.value.trim()) return
  try { keep(target) } catch { return /* storage is full or off: post as without this file */ }
  event.preventDefault()
  localStorage.removeItem(`draft:${user()}:${new URL(target.action).pathname}#${target.dataset.draft}`)
  target.elements.text.value = target.elements.text.defaultValue = ''
  target.elements.shareable.checked = false
  $('.error-summary')?.remove()
  target.elements.text.focus()
  draw()
  send()
}, true)

document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.form?.matches('[data-line]')) event.target.form.requestSubmit()
})

/** What waits is sent in order, one at a time. Whatever is not a clear answer leaves it waiting. */
async function send() {
  if (sending) return
  sending = true
  clearTimeout(again)
  trouble = ''
  try {
    for (let line; !trouble && (line = waiting().find(line => !line.refused));) await sendOne(line)
  } catch { trouble = 'Ingen kontakt med tjänsten. Raderna ligger kvar i webbläsaren och skickas när kontakten är tillbaka.' }
  sending = false
  draw()
  if (waiting().some(line => !line.refused)) again = setTimeout(send, trouble.startsWith('Du är') ? 30_000 : 5000)
}

async function sendOne(line) {
  const answer = await fetch(form().action, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(line.fields),
    signal: AbortSignal.timeout(20_000),
  })
  const body = await answer.text()
  if (answer.ok && answer.headers.get('content-type') === 'application/json') {
    const { id, html } = JSON.parse(body)
    localStorage.removeItem(line.key)
    arrived(line, id, html)
  } else if (answer.status === 401) {
    trouble = 'Du är utloggad. Logga in igen, så skickas raderna. De ligger kvar i webbläsaren till dess.'
  } else if (answer.ok || answer.status >= 500 || [408, 429].includes(answer.status)) {
    trouble = 'Tjänsten svarar inte som den ska. Raderna ligger kvar i webbläsaren och skickas igen om en stund.'
  } else {
    const page = parse(body)
    const why = $('.error-summary', page) || $('#main', page)
    const { key, ...kept } = line
    localStorage.setItem(key, JSON.stringify({ ...kept, refused: why?.textContent.replace(/\s+/g, ' ').trim().slice(0, 300) || 'Raden kunde inte sparas.' }))
  }
  draw()
}

/** A line that is saved takes its place among the others, when their item is the one that is shown. */
function arrived(line, id, html) {
  say('Raden är sparad.')
  if (!html || document.getElementById(`utfall-${id}`) || line.fields.agenda_item_id !== form().elements.agenda_item_id.value) return
  $('#inget')?.remove()
  $('#utfall').append(...parse(`<ol>${html}</ol>`).querySelectorAll('li'))
}

function draw() {
  const box = $('#vantar')
  if (!box || !form()) return
  const lines = waiting()
  const held = lines.length ? make('h3', { className: 'card-sub', textContent: `Väntar på att skickas (${lines.length})` }) : ''
  const list = make('ol', { className: 'waiting' }, ...lines.map(drawOne))
  const out = trouble.startsWith('Du är utloggad')
  const notice = trouble && lines.length ? make('div', { className: 'notice is-warning' }, make('div', {}, trouble + ' ',
    ...(out ? [make('a', { href: `/logga-in?till=${encodeURIComponent(location.pathname + location.search)}`, textContent: 'Logga in' })] : []))) : ''
  box.replaceChildren(held, ...(lines.length ? [list] : []), notice)
  if (trouble && lines.length && $('#live').textContent !== trouble) say(trouble)
}

function drawOne({ key, fields, kind, place, refused }) {
  const button = (label, onclick) => make('button', { type: 'button', className: 'link-button', textContent: label, onclick })
  const where = fields.agenda_item_id === form().elements.agenda_item_id.value ? '' : ` · ${place}`
  return make('li', {}, make('p', { className: 'meta', textContent: `${kind}${fields.shareable ? ' · Får delas' : ''}${where}` }),
    make('p', { className: 'pre', textContent: fields.text }),
    ...(refused ? [make('p', { className: 'late', textContent: `Kunde inte sparas. ${refused}` })] : []),
    ...(refused ? [make('div', { className: 'tools' },
      button('Försök igen', () => { const { refused: _, ...line } = read(key); localStorage.setItem(key, JSON.stringify(line)); send() }),
      button('Lägg tillbaka i rutan', () => {
        const field = form().elements.text
        field.value = [field.value, fields.text].filter(Boolean).join('\n')
        localStorage.removeItem(key)
        draw()
        field.focus()
      }),
      button('Släng', () => {
        if (!confirm('Släng raden? Den går inte att få tillbaka.')) return
        localStorage.removeItem(key)
        draw()
      }))] : []))
}

// From item to item without losing the page when the connection is gone: pages that were seen can be seen again.

const seen = new Map()
const wait = url => fetch(url, { signal: AbortSignal.timeout(8000) }).then(async answer => {
  const text = await answer.text()
  if (!answer.ok || !$('form[data-line]', parse(text))) throw new Error('another page')
  seen.set(url, text)
  return text
})

async function go(link) {
  const url = link.href
  const { action, dataset, elements: { text: field } } = form()
  if (field.value.trim()) localStorage.setItem(`draft:${user()}:${new URL(action).pathname}#${dataset.draft}`, JSON.stringify({ at: Date.now(), fields: { text: field.value } }))
  let text
  try { text = await wait(url) } catch (error) {
    if (error.message === 'another page') return location.assign(url)
    text = seen.get(url)
    if (!text) {
      trouble = 'Ingen kontakt med tjänsten. Punkten kan visas när kontakten är tillbaka; du kan skriva vidare här så länge.'
      $('#lage').textContent = trouble
      return say(trouble)
    }
  }
  const page = parse(text)
  for (const id of ['crumbs', 'main']) $('#' + id).replaceWith($('#' + id, page))
  document.title = page.title
  history.replaceState(null, '', url)
  dispatchEvent(new Event('swapped'))
  draw()
  tick()
  $('#main').focus()
  scrollTo(0, 0)
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-stop]')
  if (!link || !form() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
  event.preventDefault()
  go(link)
})

// A press that did not get through stays where it is.
document.addEventListener('unsent', () => {
  const text = 'Ingen kontakt med tjänsten. Tryck igen när kontakten är tillbaka.'
  if ($('#lage')) $('#lage').textContent = text
  say(text)
})

// The clock of the item, in the words of src/web/outcomes/stops.rs.

const length = minutes => [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} tim`, (minutes % 60 || minutes < 60) && `${minutes % 60} min`].filter(Boolean).join(' ')
function tick() {
  const clock = $('[data-begun]')
  if (!clock) return
  const used = Math.floor((Date.now() - Date.parse(clock.dataset.begun)) / 60_000)
  if (!(used >= 0 && used <= 720)) return
  const left = clock.dataset.minutes - used
  clock.textContent = `${length(used)} använda, ${left < 0 ? `${length(-left)} över tiden` : `${length(left)} kvar`}`
  clock.classList.toggle('late', left < 0)
}

/** The other items, for when the connection goes. */
async function fetchAhead() {
  seen.set(location.href, `<title>${document.title}</title>${$('#crumbs').outerHTML}${$('#main').outerHTML}`)
  for (const { href } of $$('.stops a[data-stop]')) if (!seen.has(href)) await wait(href).catch(() => {})
}
setTimeout(fetchAhead, 2000)

new MutationObserver(() => { draw(); tick() }).observe(document.body, { childList: true })
addEventListener('online', send)
addEventListener('pageshow', send)
setInterval(tick, 20_000)
draw()
send()
