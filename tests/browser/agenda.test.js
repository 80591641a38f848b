// What only a browser can show of an agenda: dragging, and where the focus is after a move.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

const titles = page => page.locator('#agenda-rows tr[data-id] .quiet-link').allInnerTexts()

async function agenda(options) {
  const browser = await context(world, options)
  const page = await browser.newPage()
  await signIn(page, 'Elsa Norling')
  await page.goto('/lan/norrbotten')
  await page.locator('.big a[href^="/dialoger/"]').first().click()
  await page.getByRole('link', { name: 'Ändra ordning' }).click()
  await page.locator('#agenda-rows').waitFor()
  return { browser, page }
}

test('an item is dragged to another place and the order stays', { timeout: 90_000 }, async () => {
  const { browser, page } = await agenda()
  const before = await titles(page)
  const rows = page.locator('#agenda-rows tr[data-id]')
  await rows.nth(0).locator('.grip').hover()
  await page.mouse.down()
  const target = await rows.nth(2).boundingBox()
  await page.mouse.move(target.x + 80, target.y + target.height - 4, { steps: 8 })
  await page.mouse.move(target.x + 80, target.y + target.height - 3)
  await page.mouse.up()
  await page.getByText('Ordningen är sparad.').first().waitFor()
  const wanted = [before[1], before[2], before[0], ...before.slice(3)]
  assert.deepEqual(await titles(page), wanted)
  await page.reload()
  assert.deepEqual(await titles(page), wanted)
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('the button that moved an item keeps the focus, and the move is read out', { timeout: 90_000 }, async () => {
  const { browser, page } = await agenda()
  const before = await titles(page)
  const button = page.getByRole('button', { name: `Flytta ned: ${before[0]}` })
  const id = await button.getAttribute('id')
  await button.focus()
  for (const place of [2, 3]) {
    await page.keyboard.press('Enter')
    await page.locator('[data-saved]').getByText(`är nu nummer ${place} av`).waitFor()
    assert.equal(await page.evaluate(() => document.activeElement.id), id)
  }
  assert.equal((await titles(page))[2], before[0])
  await page.waitForFunction(() => document.querySelector('#live').textContent.includes('är nu nummer 3 av'))
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('without JavaScript the page comes back at the same button', { timeout: 90_000 }, async () => {
  const { browser, page } = await agenda({ javaScriptEnabled: false })
  const before = await titles(page)
  await page.getByRole('button', { name: `Flytta ned: ${before[0]}` }).click()
  await page.waitForURL(/#ned-\d+$/)
  assert.equal((await titles(page))[1], before[0])
  await browser.close()
})
