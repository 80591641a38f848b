// The search field of the header: the key that leads there, suggestions by keyboard, and without scripts.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accounts, axe, axeEverywhere, context, open, path, problems, signIn } from './support.js'

const world = await open()
after(world.close)

async function as(name, options = {}) {
  const browser = await context(world, options)
  const page = await browser.newPage()
  await signIn(page, (await accounts(page)).find(each => each.name.includes(name)).person)
  return { browser, page }
}

test('/ leads to the field, and the suggestions are chosen by keyboard', { timeout: 60_000 }, async () => {
  const { browser, page } = await as('Anna Lind')
  await page.goto('/dialoger')
  await page.keyboard.press('/')
  const field = page.locator('#search')
  assert.equal(await field.evaluate(each => each === document.activeElement), true)
  await page.keyboard.type('norrb')
  const list = page.locator('#search-list')
  await list.waitFor()
  assert.equal(await field.getAttribute('role'), 'combobox')
  assert.equal(await field.getAttribute('aria-expanded'), 'true')
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Escape')
  assert.equal(await list.count(), 0)
  await page.keyboard.type('o')
  await list.waitFor()
  await page.keyboard.press('ArrowDown')
  const id = await field.getAttribute('aria-activedescendant')
  assert.equal(await page.locator(`#${id}`).getAttribute('aria-selected'), 'true')
  const href = await page.locator(`#${id}`).getAttribute('data-href')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => path(url.href) === href)
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('Enter searches, the filters are controls, and the words keep their focus', { timeout: 60_000 }, async () => {
  const { browser, page } = await as('Anna Lind')
  await page.goto('/')
  await page.keyboard.press('/')
  await page.keyboard.type('kompetens typ:insats')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/sok\?/)
  assert.equal(await page.getByLabel('Slag', { exact: true }).inputValue(), 'insats')
  assert.ok(await page.locator('.hits mark').count())
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-q')
  await page.getByLabel('Slag', { exact: true }).selectOption('')
  await page.waitForURL(url => !url.search.includes('typ='))
  assert.deepEqual(await axeEverywhere(page), [])
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('on a phone, and without scripts, a link leads to the search', { timeout: 60_000 }, async () => {
  const { browser, page } = await as('Lotta Grön', { viewport: { width: 320, height: 640 }, javaScriptEnabled: false })
  await page.goto('/')
  await page.locator('.top-find').click()
  await page.waitForURL(/\/sok$/)
  await page.locator('#field-q').fill('orebro')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=orebro/)
  assert.ok(await page.locator('.hits mark').first().innerText())
  await browser.close()
})
