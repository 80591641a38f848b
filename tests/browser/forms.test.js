// Every form comes back whole when it is sent empty, sent wrong or sent after someone else's change.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { look, mistakes, patternOf, reader, walk } from './pages.js'
import { accounts, context, open, problems } from './support.js'

// Between them these meet every form; the visitor has the login.
const PEOPLE = ['', 'Astrid Vik', 'Elsa Norling', 'Ingela Strand', 'Karim Nasser']

// A second cancelling finds what it wants, and meets nobody; what has been ended or sent back has no such form any more.
const NOTHING_TO_MEET = ['/dialoger/{id}/installd', '/underlag/{id}/aterlamnad']

const world = await open()
after(world.close)

const forms = await everyForm()
const sent = { empty: 0, wrong: 0, refused: new Set(), met: new Set() }

test('there are forms to try', () => assert.ok(forms.length > 25, `${forms.map(each => each.key).join('\n')}`))

for (const how of ['empty', 'wrong']) {
  test(`every form sent ${how} says what to mend`, { timeout: 900_000 }, t => everywhere(t, (page, each) => sendBadly(page, each, how)))
}

test('most forms refuse what is empty or wrong', t => {
  const rest = forms.map(each => each.key).filter(key => !sent.refused.has(key))
  t.diagnostic(`${sent.refused.size} forms came back; never: ${rest.join(', ') || 'none'}`)
  assert.ok(sent.refused.size > 25, `only ${[...sent.refused].join('\n')}`)
})

test('every form with a version meets the change of another', { timeout: 900_000 }, async t => {
  await everywhere(t, (page, each) => each.versioned && !NOTHING_TO_MEET.includes(each.key) ? clash(page, each) : [])
  t.diagnostic(`met: ${[...sent.met].join(', ')}`)
  assert.ok(sent.met.size >= 10, `only ${[...sent.met].join('\n')}`)
})

/** Does something with every form, each as the person who found it, and gathers what is wrong. */
async function everywhere(t, work) {
  const browser = await context(world)
  const page = await browser.newPage()
  const wrong = []
  for (const each of forms) {
    await browser.clearCookies()
    if (each.cookies) await browser.addCookies(each.cookies)
    const found = await work(page, each)
    const told = problems(browser).filter(line => !/responded with a status of (422|409)/.test(line))
    for (const fault of [...found, ...told]) wrong.push(`${each.address} (${each.name || 'a visitor'}), ${each.key}: ${fault}`)
  }
  await browser.close()
  assert.ok(!wrong.length, `\n${wrong.join('\n')}`)
}

async function sendBadly(page, each, how) {
  if (!(await arrive(page, each))) return []
  const response = await submitted(page, each, how)
  const status = response.status()
  if (status === 422) {
    sent.refused.add(each.key)
    return [...(await mistakes(page)), ...(await look(page))].map(fault => `${how}: ${fault}`)
  }
  return status < 400 || status === 429 ? [] : [`${how}: answered ${status}`]
}

/** Saves once behind the page's back, then once from the page. */
async function clash(page, each) {
  if (!(await arrive(page, each))) return []
  const behind = await page.evaluate(changeBehind, each.at)
  if (!behind) return []
  const response = await submitted(page, each, behind)
  const status = response.status()
  if (status !== 409) return [`a change of ${behind} after another's answered ${status}`]
  sent.met.add(each.key)
  return [...(await mistakes(page)), ...(await look(page))].map(fault => `conflict: ${fault}`)
}

async function arrive(page, { address, at }) {
  const response = await page.goto(address)
  return response.ok() && (await page.locator('main form[method=post]').count()) > at
}

/** Fills the form with `how`, sends it past the scripts and waits for the answer. */
async function submitted(page, each, how) {
  // In this order: the page that answers is loaded before anything is asked of it.
  const answer = page.waitForNavigation({ waitUntil: 'load' })
  await page.evaluate(spoilAndSend, { at: each.at, how })
  const response = await answer
  return response
}

/** Every form with fields of its own, once: { address, at, key, name, cookies, versioned }. */
async function everyForm() {
  const found = new Map()
  const browser = await context(world)
  const known = await accounts(await browser.newPage())
  await browser.close()
  for (const name of PEOPLE) {
    const person = name && known.find(each => each.name.includes(name)).person
    const who = await reader(world.url, person)
    for await (const { address, html } of walk(world.url, who, { starts: name ? ['/'] : ['/logga-in'], most: 2 })) {
      const main = html.slice(html.indexOf('<main'))
      ;[...main.matchAll(/<form\b[^>]*method="post"[^>]*>.*?<\/form>/gs)].forEach(([form], at) => {
        const action = form.match(/^[^>]*\saction="([^"]+)"/)?.[1] ?? address
        const key = patternOf(action)
        if (!/<(textarea|select)|<input(?![^>]*type="(hidden|checkbox|radio)")/.test(form) || action.startsWith('/demo/')) return
        // A file cannot be put into a field by a script; tests/web/attachments.rs sends them.
        if (form.includes('type="file"')) return
        const row = key.startsWith('/admin/{register}') ? action.split('/').slice(0, 3).join('/') + key.slice('/admin/{register}'.length) : key
        if (!found.has(row)) found.set(row, { address, at, key: row, name, cookies: who.cookies(), versioned: form.includes('name="version"') })
      })
    }
  }
  return [...found.values()]
}

/** Runs in the page: empties or spoils every field of a form, or only changes one by name, and sends it. */
function spoilAndSend({ at, how }) {
  const form = document.querySelectorAll('main form[method=post]')[at]
  const longest = field => Number(field.getAttribute('maxlength')) || 500
  for (const field of how.startsWith('=') ? [] : form.elements) {
    if (!field.name || field.type === 'hidden') continue
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false
    else if (field.localName === 'select') {
      if (how === 'empty') field.selectedIndex = field.options[0]?.value === '' ? 0 : -1
      else field.add(new Option('Finns inte', 'finns-inte', true, true))
    } else field.value = how === 'empty' ? '' : 'dataset' in field && 'date' in field.dataset ? 'den trettonde' : 'ö' + 'o'.repeat(Math.min(longest(field), 20_000))
  }
  if (how.startsWith('=')) form.elements[how.slice(1)].value += ' två'
  HTMLFormElement.prototype.submit.call(form)
}

/** Runs in the page: saves the form with one field changed, as another window would; "=name" of the field, or nothing. */
async function changeBehind(at) {
  const form = document.querySelectorAll('main form[method=post]')[at]
  const plain = [...form.elements].filter(field => field.name && !('date' in field.dataset) && (field.localName === 'textarea' || (field.type === 'text' && !field.inputMode)))
  for (const field of plain) {
    const data = new URLSearchParams(new FormData(form))
    data.set(field.name, `${field.value} ett`)
    const answer = await fetch(form.getAttribute('action') || location.href, { method: 'POST', body: data })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (answer.ok && page.querySelector('[data-saved]') && !/Inget var ändrat/.test(page.querySelector('[data-saved]').textContent)) return `=${field.name}`
  }
  return ''
}
