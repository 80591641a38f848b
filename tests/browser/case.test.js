// A varsel from the report to the next dialogue's pack; and whoever may not read it learns nothing.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

const COMPANY = 'Uppdiktade Sågverket AB'
const TITLE = 'Varsel, 143 berörda, tillverkningsindustri, Kalix'
const saved = page => page.locator('.notice.is-success').first().waitFor()
const day = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a varsel goes from report to the next pack, and nobody else sees it', { timeout: 180_000 }, async () => {
  const all = []
  const person = async name => {
    const browser = await context(world)
    all.push(browser)
    const page = await browser.newPage()
    await signIn(page, name)
    return page
  }
  try {
    const officer = await person('Anna Lind')
    const lead = await person('Elsa Norling')
    const chef = await person('Ingela Strand')
    const reader = await person('Lotta Grön')
    const url = await registered(officer)
    await proposed(lead)
    await judged(chef, url)
    await logged(officer, url)
    await inThePack(lead)
    await hidden(reader, url)
    // To the reader the case is a page that does not exist, and the browser says so.
    const expected = problem => problem.startsWith(`${url}: `) && problem.includes('404')
    for (const browser of all) assert.deepEqual(problems(browser).filter(problem => !expected(problem)), [])
  } finally {
    for (const browser of all) await browser.close()
  }
})

/** Reported by the länsansvarig, and restricted at once. */
async function registered(page) {
  await page.goto('/varsel')
  await page.getByRole('link', { name: 'Nytt ärende' }).click()
  await page.getByLabel('Varsel', { exact: true }).check()
  await page.getByLabel('Län', { exact: true }).selectOption({ label: 'Norrbotten' })
  await page.getByLabel(/^Kommun/).selectOption({ label: 'Kalix' })
  await page.getByLabel(/^Bransch/).selectOption({ label: 'Tillverkningsindustri' })
  await page.getByLabel(/^Antal berörda/).fill('143')
  await page.getByLabel(/^Företag/).fill(COMPANY)
  await page.getByLabel('Från företaget').check()
  await page.getByLabel(/^Varslets datum/).fill(day(-1))
  await page.getByRole('button', { name: 'Registrera ärendet' }).click()
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  await page.getByText('Att du öppnar den loggas.').waitFor()
  await page.getByText('6 månader').waitFor()
  return new URL(page.url()).pathname
}

/** The uppdragsansvarig finds it on her start page. */
async function proposed(page) {
  await page.goto('/')
  await page.getByRole('link', { name: `Föreslå ${TITLE}` }).click()
  await page.getByLabel('Varför').fill('Många berörda i en liten kommun.')
  await page.getByRole('button', { name: 'Spara förslaget' }).click()
  await saved(page)
}

async function judged(page, url) {
  await page.goto('/oversikt')
  await page.getByRole('link', { name: 'Se ärendena' }).click()
  await page.getByRole('link', { name: TITLE }).click()
  await page.getByRole('link', { name: 'Bedöm', exact: true }).click()
  await page.getByLabel('Ja, en kontaktperson behövs').check()
  await page.getByLabel('Varför').fill('Stort för länet.')
  await page.getByRole('button', { name: 'Spara bedömningen' }).click()
  await saved(page)
  assert.equal(new URL(page.url()).pathname, url)
  await page.getByText('Beslutat av Ingela Strand').waitFor()
}

async function logged(page, url) {
  await page.goto(url)
  await page.getByLabel('Vad har hänt?').fill('Uppstartsgruppen har träffats.')
  await page.getByRole('button', { name: 'Skriv i loggen' }).click()
  await page.locator('ol.timeline').getByText('Uppstartsgruppen har träffats.').waitFor()
}

/** The pack of the län's next dialogue. */
async function pack(page) {
  await page.goto('/lan/norrbotten')
  const next = await page.locator('.big a[href^="/dialoger/"]').first().getAttribute('href')
  await page.goto(`${next}/underlag`)
  await page.locator('#del-cases').waitFor()
}

async function inThePack(page) {
  await pack(page)
  await page.getByRole('heading', { name: TITLE }).waitFor()
  await page.goto(`${new URL(page.url()).pathname}?version=delad`)
  assert.equal(await page.getByText(TITLE).count(), 0, 'it never leaves the house')
}

async function hidden(page, url) {
  const answer = await page.goto(url)
  assert.equal(answer.status(), 404)
  for (const path of ['/varsel?visa=alla', '/lan/norrbotten', '/oversikt']) {
    await page.goto(path)
    assert.equal(await page.getByText('143 berörda').count(), 0, path)
  }
  await pack(page)
  assert.equal(await page.getByText('143 berörda').count(), 0)
  await page.getByText('Det finns inga öppna ärenden att visa.').waitFor()
}
