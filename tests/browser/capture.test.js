// Quick capture on a phone: three fields, by the keyboard or by touch, in seconds.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeEverywhere, context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

test('a note is captured on a phone by touch, with three fields', async () => {
  const browser = await context(world, PHONE)
  const page = await browser.newPage()
  await signIn(page, 'Anna Lind')
  await page.goto('/lan/norrbotten')
  await page.getByRole('link', { name: 'Ny omvärldsnotis' }).tap()
  await page.waitForURL('**/omvarld/ny?lan=norrbotten')
  assert.equal(await page.getByLabel('Län', { exact: true }).inputValue(), '25')
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  assert.ok(!tooWide, 'the form is wider than the phone')
  const begun = Date.now()
  await page.getByLabel('Vad har hänt?').fill('Flygplatsen får en ny linje till kusten')
  await page.getByLabel('Länk till källan').fill('https://nyheter.example/linje')
  await page.getByRole('button', { name: 'Spara notisen' }).tap()
  await page.getByRole('heading', { level: 1, name: 'Flygplatsen får en ny linje till kusten' }).waitFor()
  assert.ok(Date.now() - begun < 10_000, 'it took more than ten seconds')
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('a note that is alike is shown while one writes', async () => {
  const browser = await context(world, PHONE)
  const page = await browser.newPage()
  await signIn(page, 'Elsa Norling')
  await page.goto('/omvarld/ny?lan=norrbotten')
  await page.getByLabel('Vad har hänt?').fill('Stålverksetablering skjuts upp')
  await page.keyboard.press('Tab')
  await page.getByText('Det finns redan notiser som liknar den här.').waitFor()
  assert.ok(await page.getByRole('link', { name: 'Stålverksetablering skjuts upp till 2028' }).isVisible())
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field-url')
  // She has seen it, so the note is saved at once.
  await page.getByRole('button', { name: 'Spara notisen' }).tap()
  await page.getByRole('heading', { level: 1, name: 'Stålverksetablering skjuts upp' }).waitFor()
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('the form works by the keyboard alone and is accessible', async () => {
  const browser = await context(world, PHONE)
  const page = await browser.newPage()
  await signIn(page, 'Karim Nasser')
  await page.goto('/omvarld/ny')
  const found = await axeEverywhere(page)
  assert.deepEqual(found, [])
  await page.getByLabel('Vad har hänt?').focus()
  await page.keyboard.type('Verkstaden i Gällivare anställer igen')
  await page.keyboard.press('Enter')
  await page.locator('.error-summary').waitFor()
  assert.equal(await page.getByLabel('Vad har hänt?').inputValue(), 'Verkstaden i Gällivare anställer igen')
  await page.getByLabel('Län', { exact: true }).selectOption('Norrbotten')
  await page.getByText('Lägg till sakfrågor').press('Enter')
  await page.getByLabel('Kompetensförsörjning').press('Space')
  await page.getByLabel('Vad har hänt?').press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Verkstaden i Gällivare anställer igen' }).waitFor()
  assert.ok(await page.getByRole('link', { name: 'Kompetensförsörjning' }).first().isVisible())
  assert.deepEqual(await axeEverywhere(page), [])
  await browser.close()
})
