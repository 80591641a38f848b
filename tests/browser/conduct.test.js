// The conducting of a dialogue when the connection goes: every line is there, once, whatever happened on the way.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

/** Someone who may write, at the conducting of a dialogue whose minutes are not locked. */
async function conducting(options) {
  const browser = await context(world, options)
  const page = await browser.newPage()
  await signIn(page, 'Jonas Ekdahl')
  await page.goto('/dialoger?lan=07&fas=uppfoljning')
  await page.locator('main table a[href^="/dialoger/"]').first().click()
  await page.getByRole('link', { name: 'Allt som sades' }).click()
  await page.getByRole('heading', { name: 'Genomförande', level: 1 }).waitFor()
  return { browser, page }
}

const write = async (page, text, kind) => {
  if (kind) await page.getByRole('radio', { name: kind, exact: true }).check()
  await page.getByRole('textbox', { name: 'Vad som sades' }).fill(text)
  await page.getByRole('button', { name: 'Spara raden' }).click()
}
const waiting = page => page.locator('.waiting > li')
const empty = page => page.waitForFunction(() => !document.querySelector('.waiting') && !document.querySelector('#vantar .notice'), null, { timeout: 40_000 })

/** How often a text is among the lines that the server has, over all items. */
async function times(page, text) {
  const stops = await page.locator('.stops a').evaluateAll(all => all.map(link => link.href))
  let found = 0
  for (const stop of stops) {
    const html = await page.evaluate(url => fetch(url).then(answer => answer.text()), stop)
    found += html.split(`<p class="pre">${text}</p>`).length - 1
  }
  return found
}

test('the server is stopped and started in the middle, and every line is there once', { timeout: 180_000 }, async () => {
  const { browser, page } = await conducting()
  await write(page, 'Rad ett, med kontakt.', 'Beslut')
  await page.locator('#utfall').getByText('Rad ett, med kontakt.', { exact: true }).waitFor()
  await empty(page)
  await page.waitForFunction(() => performance.getEntriesByType('resource').filter(each => each.initiatorType === 'fetch').length > 4)
  await world.server.halt()
  await write(page, 'Rad två, utan kontakt.')
  await write(page, 'Rad tre, utan kontakt.', 'Vägval')
  await page.getByText('Väntar på att skickas (2)').waitFor()
  await page.getByText('Ingen kontakt med tjänsten.').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('link', { name: /^Nästa/ }).click()
  await page.waitForFunction(() => document.querySelectorAll('.waiting .meta')[0]?.textContent.includes('Inledning'))
  await write(page, 'Rad fyra, på nästa punkt.')
  await page.getByText('Väntar på att skickas (3)').waitFor()
  await world.server.again()
  await empty(page)
  await page.locator('#utfall').getByText('Rad fyra, på nästa punkt.', { exact: true }).waitFor()
  await page.reload()
  assert.equal(await waiting(page).count(), 0)
  for (const text of ['Rad ett, med kontakt.', 'Rad två, utan kontakt.', 'Rad tre, utan kontakt.', 'Rad fyra, på nästa punkt.']) {
    assert.equal(await times(page, text), 1, text)
  }
  assert.deepEqual(problems(browser).filter(each => !each.includes('ERR_CONNECTION_REFUSED')), [])
  await browser.close()
})

test('an answer that is lost on the way back makes no second line', { timeout: 90_000 }, async () => {
  const { browser, page } = await conducting()
  let lost = 0
  await page.route('**/utfall', async route => {
    if (lost++ > 1) return route.fallback()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await write(page, 'Rad vars svar försvann.')
  await page.getByText('Väntar på att skickas (1)').waitFor()
  await empty(page)
  assert.ok(lost > 2, `${lost} sendings`)
  assert.equal(await times(page, 'Rad vars svar försvann.'), 1)
  await browser.close()
})

test('a session that ends loses nothing: the line is sent when she has logged in again', { timeout: 90_000 }, async () => {
  const { browser, page } = await conducting()
  await browser.clearCookies()
  await write(page, 'Rad efter utloggningen.')
  await page.getByText('Du är utloggad.').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await signIn(page, 'Hanna Persdotter')
  await page.goto('/dialoger')
  assert.equal(await page.getByText('väntar på att skickas').count(), 0, 'it is not hers')
  await browser.clearCookies()
  await page.goto('/logga-in')
  await signIn(page, 'Jonas Ekdahl')
  await page.goto('/dialoger')
  await page.getByText('1 rad från ett genomförande väntar på att skickas.').waitFor()
  await page.getByRole('link', { name: 'Skicka', exact: true }).click()
  await empty(page)
  await page.getByRole('link', { name: 'Till dialogen' }).waitFor()
  assert.equal(await times(page, 'Rad efter utloggningen.'), 1)
  await browser.close()
})

test('a line that is refused stays with its reason and can be put back', { timeout: 90_000 }, async () => {
  const { browser, page } = await conducting()
  await write(page, 'Född 19811218-9876.')
  await page.getByText('Kunde inte sparas.').waitFor()
  await page.getByRole('button', { name: 'Lägg tillbaka i rutan' }).click()
  assert.equal(await page.getByRole('textbox', { name: 'Vad som sades' }).inputValue(), 'Född 19811218-9876.')
  assert.equal(await waiting(page).count(), 0)
  await browser.close()
})

test('logging out warns of lines that wait, and takes them away', { timeout: 90_000 }, async () => {
  const { browser, page } = await conducting()
  await page.route('**/utfall', route => route.abort())
  await write(page, 'Rad som aldrig skickas.')
  await page.getByText('Väntar på att skickas (1)').waitFor()
  let asked = ''
  page.on('dialog', dialog => { asked = dialog.message(); return dialog.accept() })
  await page.locator('header details.user summary').click()
  await page.getByRole('button', { name: 'Logga ut' }).click()
  await page.waitForURL('**/logga-in*')
  assert.match(asked, /inte är sparad/)
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter(key => key.includes('#rad-')).length), 0)
  await browser.close()
})

test('without JavaScript a line is saved by an ordinary form', { timeout: 90_000 }, async () => {
  const { browser, page } = await conducting({ javaScriptEnabled: false })
  await write(page, 'Rad utan skript.', 'Prioritering')
  await page.locator('[data-saved]').getByText('Raden är sparad.').waitFor()
  await page.locator('#utfall').getByText('Rad utan skript.', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Parkera för länet.*Rad utan skript/  }).click()
  await page.locator('[data-saved]').getByText('Raden är parkerad för Kronoberg.').waitFor()
  await browser.close()
})
