// From a held dialogue to a closed one, and on to the next: five people, each doing what falls on her.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

const PROMISE = 'Ge regionen en gemensam lista över utlysningar'
const WISH = 'Regionen vill ha en fast kontakt för gränshindren'
const SECRET = 'Regionledningen är oenig om tågtrafiken'
const QUESTION = 'Hur små kommuner kan klara redovisningen av projektmedel'

test('five people take a held dialogue to its end, and the next one opens with what has happened', { timeout: 300_000 }, async () => {
  const all = []
  const person = async name => {
    const browser = await context(world)
    all.push(browser)
    const page = await browser.newPage()
    await signIn(page, name)
    return page
  }
  try {
    const people = {
      lead: await person('Elsa Norling'),
      business: await person('Karim Nasser'),
      funds: await person('Per Ström'),
      payments: await person('Gustav Lönn'),
      unit: await person('Torbjörn Ek'),
    }
    const dialogue = await held(people.lead)
    await said(people, dialogue)
    const action = await promised(people)
    await minutes(people, dialogue)
    await handedOver(people)
    await cannotClose(people.lead, dialogue)
    await toldInside(people, dialogue)
    await toldTheRegion(people, dialogue)
    await closed(people.lead, dialogue)
    await next(people.lead, action)
    for (const browser of all) assert.deepEqual(problems(browser), [])
  } finally {
    for (const browser of all) await browser.close()
  }
})

const day = days => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const saved = page => page.locator('.notice.is-success').first().waitFor()

/** The dialogue of Jämtland that is being followed up. */
async function held(page) {
  await page.goto('/dialoger?lan=23&fas=uppfoljning')
  await page.locator('table.data tbody tr').first().getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: 'Regiondialog Jämtland' }).waitFor()
  return new URL(page.url()).pathname
}

/** Lines are written outside the agenda: a promise and a wish that may be shared, and one that may not. */
async function said({ lead }, dialogue) {
  await lead.goto(`${dialogue}/genomforande`)
  await lead.getByRole('link', { name: 'Utanför dagordningen' }).click()
  for (const [kind, text, shareable] of [['Insats', PROMISE, true], ['Regionens önskemål', WISH, true], ['Information', SECRET, false]]) {
    await lead.getByLabel(kind, { exact: true }).check()
    await lead.getByLabel('Vad som sades').fill(text)
    await lead.getByLabel('Får delas med regionen').setChecked(shareable)
    await lead.getByRole('button', { name: 'Spara raden' }).click()
    await lead.locator('#utfall li', { hasText: text }).waitFor()
  }
}

/** The promise becomes an insats, is given to a unit, and is accepted there. */
async function promised({ lead, unit }) {
  await lead.locator('#utfall li', { hasText: PROMISE }).getByRole('link', { name: /^Gör till insats/ }).click()
  assert.equal(await lead.getByLabel('Titel', { exact: true }).inputValue(), PROMISE)
  assert.ok(await lead.getByLabel('Regionen får veta om insatsen').isChecked())
  await lead.getByLabel('Ansvarig enhet').selectOption({ label: 'Entreprenörskap' })
  await lead.getByLabel('Klart senast').fill(day(60))
  await lead.getByLabel(/^Det här säger vi till regionen/).fill('Listan kommer före jul.')
  await lead.getByRole('button', { name: 'Skapa insatsen' }).click()
  await lead.getByRole('heading', { level: 1, name: PROMISE }).waitFor()
  const url = new URL(lead.url()).pathname
  await lead.getByText('Lämna till en enhet eller en funktion').click()
  await lead.getByLabel('Enhet', { exact: true }).selectOption({ label: 'Entreprenörskap' })
  await lead.getByRole('button', { name: 'Lämna insatsen' }).click()
  await lead.getByText('Väntar på svar från').first().waitFor()
  await unit.goto('/?visa=arbete')
  await unit.getByRole('link', { name: new RegExp(PROMISE) }).first().click()
  await unit.locator('#svar').getByRole('radio').first().check()
  await unit.getByRole('button', { name: 'Svara' }).click()
  await saved(unit)
  return url
}

/** A comment, a correction, and the minutes are locked: then no line can be written any more. */
async function minutes({ lead, business }, dialogue) {
  const url = `${dialogue}/minnesanteckningar`
  await business.goto('/?visa=arbete')
  await business.getByRole('link', { name: /Justera minnesanteckningarna/ }).first().click()
  await business.getByRole('link', { name: 'Skriv en synpunkt' }).click()
  await business.getByLabel(/synpunkt/i).first().check()
  await business.getByRole('textbox', { name: /^Synpunkt/ }).fill('Vi sade före jul, inte under våren.')
  await business.getByRole('button', { name: 'Spara svaret' }).click()
  await saved(business)
  await lead.goto(`${url}/skriv`)
  await lead.getByRole('textbox', { name: /^Avslutning/ }).fill('Listan över utlysningar kommer före jul.')
  await lead.getByLabel('Avslutningen får delas med regionen').check()
  await lead.getByRole('button', { name: 'Spara texterna' }).click()
  await saved(lead)
  for (let left = 2; left > 0; left--) {
    await lead.goto(url)
    await lead.getByRole('link', { name: /^Ta hand om synpunkten/ }).first().click()
    await lead.getByLabel('Vad som är gjort').fill('Avslutningen är ändrad.')
    await lead.getByRole('button', { name: 'Spara', exact: true }).click()
    await saved(lead)
  }
  await lead.goto(`${url}?version=delad`)
  const shared = await lead.locator('main').innerText()
  assert.ok(shared.includes(PROMISE) && shared.includes('kommer före jul') && !shared.includes(SECRET))
  await lead.goto(url)
  await lead.getByRole('link', { name: 'Lås minnesanteckningarna' }).click()
  await lead.getByRole('button', { name: 'Lås minnesanteckningarna' }).click()
  await lead.getByText(/MA \d+/).first().waitFor()
  await lead.goto(`${dialogue}/genomforande`)
  assert.equal(await lead.getByRole('button', { name: 'Spara raden' }).count(), 0)
}

/** The unit was silent, so the question is back; it is sent again, taken on, and the region is called. */
async function handedOver({ funds, payments }) {
  await funds.goto('/?visa=arbete')
  await funds.getByRole('link', { name: new RegExp(QUESTION) }).first().click()
  await funds.getByText('Tillbaka efter tystnad').first().waitFor()
  await funds.locator('#again, [aria-labelledby="again"]').getByLabel('Kontakt senast').fill(day(14))
  await funds.getByRole('button', { name: 'Skicka på nytt' }).click()
  await saved(funds)
  await payments.goto('/?visa=arbete')
  await payments.getByRole('link', { name: new RegExp(QUESTION) }).first().click()
  await payments.getByRole('button', { name: 'Ta emot' }).click()
  await saved(payments)
  await payments.getByLabel('Vad ni kom fram till').fill('Vi ses i januari.')
  await payments.getByRole('button', { name: 'Spara kontakten' }).click()
  await saved(payments)
}

async function cannotClose(page, dialogue) {
  await page.goto(dialogue)
  assert.equal(await page.getByRole('button', { name: 'Avsluta dialogen' }).count(), 0)
}

/** To the department, by the one it falls on; its people find it on their start page and say that they have read. */
async function toldInside({ business, unit }, dialogue) {
  await business.goto(`${dialogue}/aterkoppling`)
  await business.getByRole('link', { name: /^Skriv ?: Återkoppling till avdelningen: Företag/ }).click()
  assert.ok((await business.getByRole('textbox', { name: /^Vad du återkopplar/ }).inputValue()).length > 0, 'the text is proposed')
  await business.getByRole('button', { name: 'Spara återkopplingen' }).click()
  await saved(business)
  await unit.goto('/?visa=arbete')
  await unit.getByText(/Återkoppling till avdelningen: Företag/).first().waitFor()
  await unit.getByRole('button', { name: /^Jag har läst/ }).first().click()
  await saved(unit)
}

/** The report holds what may be shared and nothing else; marked as sent it settles the duty of each department. */
async function toldTheRegion({ lead, business, funds }, dialogue) {
  await lead.goto(`${dialogue}/regionrapport`)
  const report = await lead.locator('main').innerText()
  for (const words of [PROMISE, WISH, 'Listan kommer före jul.']) assert.ok(report.includes(words), words)
  assert.ok(!report.includes(SECRET))
  for (const [page, number] of [[lead, 'Ä 2026-9001'], [business, 'Ä 2026-9002'], [funds, 'Ä 2026-9003']]) {
    await page.goto(`${dialogue}/regionrapport/skickad`)
    await page.getByLabel('Skickad', { exact: true }).fill(day(0))
    await page.getByLabel('Mottagare').fill('Tyra Granström-Ås')
    await page.getByLabel('Diarienummer').fill(number)
    await page.getByRole('button', { name: 'Markera som skickad' }).click()
    await saved(page)
  }
  await lead.goto(`${dialogue}/aterkoppling`)
}

async function closed(page, dialogue) {
  await page.goto(dialogue)
  await page.getByRole('button', { name: 'Avsluta dialogen' }).click()
  await page.locator('.steps, .phases, ol').getByText('Avslutad').first().waitFor()
  await page.goto(`${dialogue}/aterkoppling`)
}

/** The next dialogue of the län opens with the promise and where it stands. */
async function next(page, action) {
  await page.goto('/dialoger/ny')
  const counties = page.getByLabel('Län', { exact: true })
  await counties.selectOption({ label: await counties.evaluate(field => [...field.options].find(option => option.label.includes('Jämtland')).label) })
  const date = new Date(Date.now() + 300 * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  await page.getByLabel('Datum', { exact: true }).fill(date.toISOString().slice(0, 10))
  await page.getByLabel('Börjar').fill('9')
  await page.getByLabel('Slutar').fill('12')
  await page.getByLabel('Digitalt', { exact: true }).check()
  await page.getByRole('button', { name: 'Planera dialogen', exact: true }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Regiondialog Jämtland' }).waitFor()
  await page.goto(`${new URL(page.url()).pathname}/sedan-sist`)
  await page.locator(`main a[href="${action}"]`, { hasText: PROMISE }).waitFor()
  const told = await page.locator('main').innerText()
  for (const words of [QUESTION, 'Vad hände med det ni sade', 'Tyra Granström-Ås']) assert.ok(told.includes(words), words)
}
