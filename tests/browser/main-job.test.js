// The main job from a vacancy to a result, as people with different hands and screens do it.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Keyboard, Pointer } from './hands.js'
import { context, open, problems, startServer } from './support.js'

const world = await open()
after(world.close)

const ways = [
  { name: 'with JavaScript, at 1280 px', Hands: Pointer, options: {} },
  { name: 'without JavaScript', Hands: Pointer, options: { javaScriptEnabled: false } },
  { name: 'by keyboard alone', Hands: Keyboard, options: {} },
  { name: 'at 320 px', Hands: Pointer, options: { viewport: { width: 320, height: 640 } } },
]

for (const { name, Hands, options } of ways) {
  test(`the main job is done ${name}`, { timeout: 240_000 }, async () => {
    const server = await startServer()
    try {
      const browser = await context({ browser: world.browser, url: server.url }, options)
      const page = await browser.newPage()
      await journey(page, new Hands(page), options.javaScriptEnabled !== false)
      const expected = /status of 422/
      assert.deepEqual(problems(browser).filter(line => !expected.test(line)), [])
      await browser.close()
    } finally {
      await server.stop()
    }
  })
}

async function journey(page, hands, scripted) {
  const enter = async name => {
    if (!page.url().includes('/logga-in')) await page.goto('/logga-in')
    await hands.press(page.getByRole('button', { name, exact: true }))
    await page.locator('details.user').waitFor()
  }
  const heading = text => page.getByRole('heading', { level: 1, name: text }).waitFor()
  const told = text => page.locator('.notice.is-success', { hasText: text }).waitFor()
  const field = (label, root = page) => root.getByLabel(label, { exact: true })

  // The administrator fills the vacancy.
  await enter('Astrid Vik')
  await hands.menu('Organisation')
  await heading('Så är arbetet organiserat')
  const dalarna = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /Dalarna/ }) })
  assert.match(await dalarna.innerText(), /Ej tillsatt/)
  await hands.press(dalarna.getByRole('link', { name: /^Tillsätt/ }))
  await heading(/^Bemanna .*Dalarna/)
  await hands.choose(field('Medarbetare'), await optionWith(field('Medarbetare'), 'Peter Blad'))
  await hands.press(page.getByRole('button', { name: 'Bemanna funktionen' }))
  await told('Peter Blad')
  await hands.menu('Organisation')
  await heading('Så är arbetet organiserat')
  assert.match(await dalarna.innerText(), /Peter Blad/)
  await hands.logOut()

  // The uppdragsansvarig plans a dialogue.
  await enter('Elsa Norling')
  await hands.menu('Dialoger')
  await heading('Dialoger')
  await hands.press(page.getByRole('link', { name: 'Planera dialog', exact: true }))
  await heading('Planera dialog')
  const day = weekday(60)
  await hands.choose(field('Län'), await optionWith(field('Län'), 'Dalarna'))
  await hands.fill(field('Datum'), day)
  await hands.fill(field('Börjar'), '9')
  await hands.fill(field('Slutar'), '11.30')
  await hands.pick(field('Digitalt'))
  await hands.fill(field('Syfte (valfritt)'), 'Enas om vad vi gör tillsammans i länet.')
  const plan = page.locator('#plan')
  if (!scripted) await hands.press(page.getByRole('button', { name: 'Visa förberedelserna' }))
  await plan.getByRole('rowheader', { name: /Regionalt underlag/ }).waitFor()
  assert.match(await plan.innerText(), /Peter Blad/)
  await hands.press(page.getByRole('button', { name: 'Planera dialogen', exact: true }).last())
  await heading('Regiondialog Dalarna')
  await told('planerad')
  const dialogue = new URL(page.url()).pathname
  assert.match(dialogue, /^\/dialoger\/\d+$/)
  assert.match(await page.locator('main').innerText(), /Enas om vad vi gör tillsammans/)
  await hands.logOut()

  // The new länsansvarig finds her milestone on the start page, answers it and ticks it.
  await enter('Peter Blad')
  await heading('Mitt arbete')
  const duty = page.locator('.duties li', { hasText: 'Regionalt underlag' }).filter({ hasText: day })
  assert.match(await duty.innerText(), /Länsansvarig.*Dalarna/is)
  await hands.press(duty.getByRole('link', { name: /^Besvara/ }))
  await heading('Regionalt underlag')
  await hands.pick(page.getByRole('radio', { name: /^Behövs, inte klar/ }))
  await hands.press(page.getByRole('button', { name: 'Spara milstolpen' }))
  await told('')
  await hands.menu('Mitt arbete')
  await heading('Mitt arbete')
  await hands.press(duty.getByRole('button', { name: /^Klar/ }))
  await told('Regionalt underlag är avbockad')
  assert.equal(await duty.count(), 0)

  // An action is made, and completed with a result: without one it is not.
  await hands.press(page.getByRole('link', { name: 'Ny insats' }))
  await heading('Ny insats')
  await hands.fill(field('Titel'), 'Kartlägg kompetensbehovet i besöksnäringen')
  await hands.pick(field('Dalarna'))
  const from = page.locator('[name=dialogue_id]')
  await hands.choose(from, await optionWith(from, day))
  const unit = field('Ansvarig enhet')
  await hands.choose(unit, await unit.evaluate(select => select.options[1].label))
  await hands.fill(field('Klart senast'), weekday(90))
  await hands.pick(page.getByRole('radio', { name: 'Beslutad' }))
  await hands.press(page.getByRole('button', { name: 'Skapa insatsen' }))
  await heading('Kartlägg kompetensbehovet i besöksnäringen')
  await told('Insatsen är skapad')
  assert.match(await page.locator('main').innerText(), /Peter Blad/)

  const status = page.locator('#status')
  await hands.choose(field('Status', status), 'Genomförd')
  await hands.press(status.getByRole('button', { name: 'Ändra status' }))
  await page.locator('.error-summary').waitFor()
  assert.ok((await page.title()).startsWith('Fel: '))
  if (scripted) assert.ok(await page.locator('.error-summary').evaluate(box => box === document.activeElement), 'the mistakes did not take focus')
  await hands.fill(field('Resultat', status), 'Tolv företag har svarat. Behovet är störst på vintern.')
  await hands.fill(field('Effekt', status), 'Det går inte att säga ännu.')
  await hands.press(status.getByRole('button', { name: 'Ändra status' }))
  await told('Genomförd')
  assert.match(await page.locator('.state').first().innerText(), /Genomförd/)
  assert.match(await page.locator('main').innerText(), /Behovet är störst på vintern/)

  // What was promised is found from the dialogue it came from.
  await page.goto(dialogue)
  await heading('Regiondialog Dalarna')
  await page.getByRole('link', { name: 'Kartlägg kompetensbehovet i besöksnäringen' }).waitFor()
  await hands.logOut()
}

/** The label of the option that has these words. */
function optionWith(select, words) {
  return select.evaluate((field, words) => [...field.options].find(option => option.label.includes(words)).label, words)
}

/** A Wednesday about so many days ahead, as 2026-12-02. */
function weekday(days) {
  const date = new Date(Date.now() + days * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
}
