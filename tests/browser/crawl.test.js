// Every role follows every link; what must hold on every page is asked of each kind of page it meets.
// Reading is cheap and done for everyone; the browser opens what no one before has shown it.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PATTERNS, look, marks, patternOf, reader, walk } from './pages.js'
import { accounts, context, open, problems, signIn } from './support.js'

const MOST_OF_A_KIND = 2
const MOST_LOOKS = 3

// Few records have what these pages have, so that the first of their kind would miss it.
const STARTS = ['/', '/lan/norrbotten/parkering', '/underlag/17', '/erbjudanden/1', '/kontakter/organisationer?slag=municipality']

// Addresses that answer, but not with a page that a link leads to.
const NOT_A_LINK = {
  '/valkommen/{token}': 'reached by a one-time link only; looked at below',
  '/kalender/{file}': 'a calendar for another program',
  '/dialoger/{id}/kalender.ics': 'a calendar for another program',
  '/sok/forslag': 'a list for the search field',
  '/static/{name}': 'files',
  '/demo/statisk/{bytes}': 'plain bytes for the bench',
  '/stil': 'the style guide has no link; looked at below',
}

const world = await open()
after(world.close)
const visited = new Set()
const looks = []
const people = await everyone()
await prepare()

test('the demo has accounts to sign in to', () => assert.ok(people.length > 20, `${people.length} accounts on the login page`))

test('every role can read every page it finds', { timeout: 900_000 }, async t => {
  const wrong = []
  const seen = new Map()
  let count = 0
  for (const { name, person } of [{ name: 'a visitor' }, ...people]) {
    const who = await reader(world.url, person)
    for await (const { address, status, html } of walk(world.url, who, { starts: STARTS, most: MOST_OF_A_KIND })) {
      count += 1
      if (status < 400) visited.add(patternOf(address))
      else wrong.push(`${name}: ${address} answered ${status}`)
      if (html && status === 200) remember(seen, { name, address, html, cookies: who.cookies() })
    }
  }
  t.diagnostic(`${count} pages read, ${looks.length} to look at`)
  assert.ok(!wrong.length, `\n${wrong.join('\n')}`)
})

test('every page of the route map was met by some role', () => {
  const missed = PATTERNS.filter(pattern => !visited.has(pattern) && !(pattern in NOT_A_LINK))
  assert.deepEqual(missed, [])
  assert.deepEqual(Object.keys(NOT_A_LINK).filter(pattern => !PATTERNS.includes(pattern)), [])
})

for (const half of [0, 1]) {
  test(`nothing is wrong on any kind of page, part ${half + 1}`, { timeout: 900_000 }, async () => {
    const browser = await context(world)
    const page = await browser.newPage()
    const wrong = []
    for (const each of looks.filter((_, at) => at % 2 === half)) {
      await browser.clearCookies()
      if (each.cookies) await browser.addCookies(each.cookies)
      const response = await page.goto(each.address)
      if (response.status() !== 200) wrong.push(`${each.name}: ${each.address} answered ${response.status()}`)
      for (const fault of [...(await look(page)), ...problems(browser)]) wrong.push(`${each.name}: ${each.address}: ${fault}`)
    }
    await browser.close()
    assert.ok(!wrong.length, `\n${wrong.join('\n')}`)
  })
}

test('nothing is wrong on the style guide, the welcome page and the pages for mistakes', async () => {
  const browser = await context(world)
  const page = await browser.newPage()
  const wrong = []
  const ask = async (address, expected) => {
    const response = await page.goto(address)
    if (response.status() !== expected) wrong.push(`${address} answered ${response.status()}`)
    const told = problems(browser).filter(line => !/Failed to load resource: the server responded/.test(line))
    for (const fault of [...(await look(page)), ...told]) wrong.push(`${address}: ${fault}`)
  }
  await ask('/stil', 200)
  await ask('/finns-inte', 404)
  await ask('/valkommen/finns-inte', 400)
  const [lead, admin] = ['Lotta Grön', 'Astrid Vik'].map(name => people.find(each => each.name.includes(name)))
  await browser.addCookies((await reader(world.url, lead.person)).cookies())
  await ask('/admin/konton', 403)
  await ask('/dialoger/999999', 404)
  await ask('/dialoger?sida=abc', 200)
  await browser.clearCookies()
  await browser.addCookies((await reader(world.url, admin.person)).cookies())
  await page.goto('/admin/konton/2')
  await page.locator('form[action$="/lank"] button').first().click()
  const link = (await page.locator('main').innerText()).match(/\/valkommen\/\S+/)[0]
  wrong.push(...(await look(page)))
  await browser.clearCookies()
  await ask(link, 200)
  await browser.close()
  assert.ok(!wrong.length, `\n${wrong.join('\n')}`)
})

function remember(seen, found) {
  const pattern = patternOf(found.address)
  const before = seen.get(pattern) ?? { looks: 0, marks: new Set() }
  seen.set(pattern, before)
  const fresh = [...marks(found.html)].filter(mark => !before.marks.has(mark))
  if (!fresh.length || before.looks >= MOST_LOOKS) return
  before.looks += 1
  fresh.forEach(mark => before.marks.add(mark))
  const { html, ...rest } = found
  looks.push(rest)
}

/** What the demo has none of, and a page of its own shows: a round, and a list saved under a name. */
async function prepare() {
  const browser = await context(world)
  const page = await browser.newPage()
  await signIn(page, people.find(each => each.name.includes('Ingela Strand')).person)
  await page.goto(`/dialoger/omgangar/ny?ar=${new Date().getFullYear() + 2}`)
  await page.getByRole('button', { name: 'Planera dialogerna' }).click()
  await page.waitForURL(/\/omgangar\/\d+$/)
  await page.goto('/insatser?sena=ja')
  await page.getByRole('link', { name: /^Spara vyn/ }).click()
  await page.locator('main form[method=post] input[type=text]').first().fill('Sena insatser')
  await page.locator('main form[method=post] .submit button').click()
  await page.locator('[data-saved]').waitFor()
  await browser.close()
}

async function everyone() {
  const visitor = await context(world)
  const found = await accounts(await visitor.newPage())
  await visitor.close()
  return found
}
