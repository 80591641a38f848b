// The dialogue pack on its way out of the house: as a Word file that LibreOffice opens, as print, and in order.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { approve, brief, unfold } from './briefs.js'
import { context, open, problems, signIn, startServer } from './support.js'

const run = promisify(execFile)
const SOFFICE = process.env.SOFFICE ?? 'soffice'

const world = await open()
after(world.close)

test('LibreOffice reads every block of the Word file in the order of the page', { timeout: 180_000 }, async () => {
  await withPack('Kronoberg', async (page, folder) => {
    await inWord(page, folder)
  })
})

test('what is shared as Word is what the page shows of it', { timeout: 180_000 }, async () => {
  await withPack('Norrbotten', async (page, folder) => {
    await page.getByRole('link', { name: 'Version att dela' }).click()
    await page.getByText('Det här är allt som lämnar myndigheten.').waitFor()
    await inWord(page, folder)
  })
})

test('printed, it is a tagged PDF with a title, a language, an outline and a page for each part', { timeout: 120_000 }, async () => {
  await withPack('Kronoberg', async (page, folder) => {
    await inPrint(page, folder)
  })
})

test('parts change places with a button, and the button keeps the focus', async () => {
  await withPack('Norrbotten', async page => {
    await page.getByRole('link', { name: 'Ordna delarna' }).click()
    const names = () => page.locator('.parts legend').allInnerTexts()
    const before = await names()
    const button = page.getByRole('button', { name: 'Flytta upp Dagordning' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('.parts li:nth-child(2) legend')?.innerText === 'Dagordning')
    assert.deepEqual(await names(), [before[0], before[2], before[1], ...before.slice(3)])
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'upp-agenda')
    await page.getByRole('button', { name: 'Spara delarna' }).click()
    await page.getByRole('heading', { level: 1, name: 'Samlat dialogunderlag Norrbotten' }).waitFor()
    const parts = await page.locator('.part h2').allInnerTexts()
    assert.ok(parts.indexOf('Dagordning') < parts.indexOf('Medverkande'))
  })
})

test('five people take a dialogue from its issue areas to a frozen pack', { timeout: 420_000 }, async () => {
  const server = await startServer()
  const folder = await mkdtemp(join(tmpdir(), 'regiondialog-'))
  const all = []
  const person = async name => {
    const browser = await context({ browser: world.browser, url: server.url })
    all.push(browser)
    const page = await browser.newPage()
    await signIn(page, name)
    return page
  }
  try {
    const people = { lead: await person('Elsa Norling'), officer: await person('Mats Öhrn'), issue: await person('Karim Nasser'), chef: await person('Torbjörn Ek'), chefOfRegioner: await person('Ingela Strand') }
    await beforeTheDialogue(people, folder)
    for (const browser of all) assert.deepEqual(problems(browser), [])
  } finally {
    for (const browser of all) await browser.close()
    await rm(folder, { recursive: true, force: true })
    await server.stop()
  }
})

const FOREIGN = 9 // Besöksnäring, of Företag
const OWN = 12 // Etableringar och expansion, of Regioner

async function beforeTheDialogue({ lead, officer, issue, chef, chefOfRegioner }, folder) {
  const [day, dialogue] = await plan(lead)

  // The issue areas are chosen, and the orders stand on the start pages of those they fall on.
  await lead.goto(`${dialogue}/sakfragor`)
  await lead.getByLabel('Besöksnäring', { exact: true }).check()
  await lead.getByLabel('Etableringar och expansion', { exact: true }).check()
  await lead.locator('#plan', { hasText: 'Karim Nasser' }).waitFor()
  await lead.getByRole('button', { name: 'Välj sakfrågorna och beställ underlag' }).click()
  await lead.waitForURL(address => !address.pathname.endsWith('/sakfragor'))
  for (const [page, words] of [[issue, 'Nationellt underlag: Besöksnäring'], [lead, 'Nationellt underlag: Etableringar och expansion'], [officer, 'Regionalt underlag']]) {
    await page.goto('/?visa=arbete')
    await unfold(page)
    await duty(page, words, day).first().waitFor()
  }

  // The briefs are written and reviewed, and approved by those who may.
  await brief(issue, 'Besöksnäring', 'Gästerna kommer hela året')
  await approve(chef, 'Besöksnäring')
  await brief(lead, 'Etableringar och expansion', 'Marken räcker inte')
  await approve(chefOfRegioner, 'Etableringar och expansion')
  await brief(officer, 'Jämtland', 'Fjällen och inlandet skiljer sig åt')
  await approve(lead, 'Jämtland')
  await issue.goto('/?visa=arbete')
  await unfold(issue)
  assert.equal(await duty(issue, 'Nationellt underlag: Besöksnäring', day).count(), 0)

  // Positions rest on them; a new version of a brief flags the position that rests on the old.
  await position(issue, dialogue, FOREIGN, 'Säsongen kan bli längre')
  await position(lead, dialogue, OWN, 'Planera marken tillsammans')
  await brief(issue, 'Besöksnäring', 'Gästerna kommer mest på sommaren', { again: true })
  await approve(chef, 'Besöksnäring')
  await issue.goto(`${dialogue}/stallningstaganden/${FOREIGN}`)
  await issue.getByText('Underlaget har ändrats.').first().waitFor()
  await issue.getByRole('link', { name: /Se skillnaden/ }).first().click()
  await issue.getByRole('heading', { level: 1, name: 'Jämför versioner' }).waitFor()

  await assess(lead, dialogue)

  // The pack: everything in it, the old marked, and nothing but the marked in what is shared.
  await lead.goto(dialogue)
  await lead.getByRole('link', { name: 'Samlat dialogunderlag' }).first().click()
  await lead.getByRole('heading', { level: 1, name: /^Samlat dialogunderlag/ }).waitFor()
  const text = await lead.locator('main').innerText()
  for (const words of ['Gästerna kommer mest på sommaren', 'Marken räcker inte', 'Fjällen och inlandet skiljer sig åt', 'Säsongen kan bli längre: erbjudande', 'Planera marken tillsammans: löfte', 'Samla länets aktörer', 'vilar på en äldre version']) assert.ok(text.includes(words), `the pack lacks "${words}"`)
  await lead.getByRole('link', { name: 'Version att dela' }).click()
  await lead.getByText('Det här är allt som lämnar myndigheten.').waitFor()
  const shared = await lead.locator('main').innerText()
  assert.ok(shared.includes('Säsongen kan bli längre: erbjudande') && shared.includes('Gästerna kommer mest på sommaren'))
  for (const words of ['Säsongen kan bli längre: löfte', 'Samla länets aktörer', 'vilar på en äldre version']) assert.ok(!shared.includes(words), `"${words}" is shared`)
  await lead.getByRole('link', { name: 'Intern version' }).click()
  await lead.getByRole('link', { name: 'Lås dialogunderlaget' }).click()
  await lead.getByRole('button', { name: 'Lås dialogunderlaget' }).click()
  await lead.locator('.state', { hasText: /Låst \d+ \p{L}+ \d{4} av Elsa Norling/u }).waitFor()
  await inWord(lead, folder)
  await inPrint(lead, folder)
  await lead.goto(dialogue)
  await lead.getByText(/Dialogunderlaget: Låst/).waitFor()
}

async function plan(page) {
  const date = new Date(Date.now() + 70 * 86_400_000)
  date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  const day = date.toISOString().slice(0, 10)
  await page.goto('/dialoger/ny')
  const counties = page.getByLabel('Län', { exact: true })
  await counties.selectOption({ label: await counties.evaluate(field => [...field.options].find(option => option.label.includes('Jämtland')).label) })
  await page.getByLabel('Datum', { exact: true }).fill(day)
  await page.getByLabel('Börjar').fill('9')
  await page.getByLabel('Slutar').fill('12')
  await page.getByLabel('Digitalt', { exact: true }).check()
  await page.getByRole('button', { name: 'Planera dialogen', exact: true }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Regiondialog Jämtland' }).waitFor()
  return [day, new URL(page.url()).pathname]
}

const duty = (page, words, day) => page.locator('.duties li', { hasText: words }).filter({ hasText: day })

/** Takes a position, of which what we can offer may be shared, and lets it hold. */
async function position(page, dialogue, area, words) {
  await page.goto(`${dialogue}/stallningstaganden/${area}/skriv`)
  for (const [label, what] of [['Den nationella linjen', 'linje'], ['Vad det betyder i länet', 'betydelse'], ['Vad vi kan erbjuda', 'erbjudande'], ['Vad vi ber om', 'begäran'], ['Vad vi inte lovar', 'löfte']]) {
    await page.getByRole('textbox', { name: new RegExp(`^${label}`) }).fill(`${words}: ${what}`)
  }
  await page.getByRole('checkbox', { name: /Får delas med regionen ?: Vad vi kan erbjuda/ }).check()
  const rests = page.getByLabel(/^Vilar på underlaget/)
  await rests.selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Spara ställningstagandet' }).click()
  await page.getByRole('button', { name: 'Markera som avstämt' }).click()
  await page.getByRole('button', { name: 'Låt det gälla' }).click()
  await page.locator('.state', { hasText: 'Gäller' }).waitFor()
}

async function assess(page, dialogue) {
  await page.goto(`${dialogue}/bedomning`)
  for (const kind of ['det regionala tillväxtarbetet', 'de regionala tillväxtprocesserna']) {
    await page.getByRole('link', { name: new RegExp(`bedömningen av ${kind}`) }).click()
    await page.getByRole('textbox', { name: /^Bedömning/ }).fill('Samla länets aktörer kring få frågor.')
    await page.getByRole('textbox', { name: /^Vad som behöver utvecklas/ }).fill('Samordningen mellan kommunerna.')
    await page.getByRole('textbox', { name: /^Motivering/ }).fill('Många små insatser når inte fram.')
    await page.getByLabel('Klar', { exact: true }).check()
    await page.getByRole('button', { name: 'Spara bedömningen' }).click()
    await page.locator('.notice.is-success').waitFor()
  }
}

/** Elsa, or Jonas in the south, on the pack of a län's dialogue of this round. */
async function withPack(county, act) {
  const browser = await context(world)
  const page = await browser.newPage()
  const folder = await mkdtemp(join(tmpdir(), 'regiondialog-'))
  try {
    await signIn(page, county === 'Kronoberg' ? 'Jonas Ekdahl' : 'Elsa Norling')
    await page.goto(`/dialoger?lan=${county === 'Kronoberg' ? '07' : '25'}&sortera=-datum`)
    await page.locator('table.data tbody tr').first().getByRole('link').first().click()
    await page.getByRole('link', { name: 'Samlat dialogunderlag' }).first().click()
    await page.getByRole('heading', { level: 1, name: `Samlat dialogunderlag ${county}` }).waitFor()
    await act(page, folder)
    assert.deepEqual(problems(browser), [])
  } finally {
    await rm(folder, { recursive: true, force: true })
    await browser.close()
  }
}

/** Downloads the Word file of the page and finds every block of the page in it, as text and as PDF. */
export async function inWord(page, folder) {
  const blocks = await blocksOf(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Ladda ner Word' }).click()])
  assert.match(download.suggestedFilename(), /^dialogunderlag-[a-z-]+-\d{4}-\d\d-\d\d\.docx$/)
  const file = join(folder, 'underlag.docx')
  await download.saveAs(file)
  await convert(folder, 'txt:Text (encoded):UTF8', file)
  holds(await readFile(join(folder, 'underlag.txt'), 'utf8'), blocks)
  await convert(folder, 'pdf', file)
  const { stdout } = await run('pdfinfo', [join(folder, 'underlag.pdf')])
  assert.match(stdout, /Title: +(Samlat dialogunderlag|Dialogunderlag) /)
  assert.match(stdout, /Page size: +595.*A4/)
}

/** Prints the page as the browser's own "Spara som PDF" does and asks two tools what came of it. */
export async function inPrint(page, folder) {
  const blocks = await blocksOf(page)
  const file = join(folder, 'print.pdf')
  const bytes = await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true })
  await writeFile(file, bytes)
  const info = (await run('pdfinfo', [file])).stdout
  assert.match(info, /Tagged: +yes/)
  assert.match(info, /Title: +Samlat dialogunderlag .* – Regiondialog/)
  assert.match(info, /Page size: +59[45].*A4/)
  const pages = Number(info.match(/Pages: +(\d+)/)[1])
  const parts = await page.locator('.part').count()
  assert.ok(pages >= parts, `${pages} pages for ${parts} parts`)
  const raw = bytes.toString('latin1')
  assert.match(raw, /\/Lang ?\(sv/)
  assert.match(raw, /\/Outlines/)
  const structure = (await run('pdfinfo', ['-struct', file])).stdout
  for (const tag of ['H1', 'H2', 'Table', 'TH', 'TD']) assert.match(structure, new RegExp(`^\\s*${tag}\\b`, 'm'), `${tag} in the structure`)
  // What assistive technology reads, in its order; long lines are broken and words parted as they stand on paper.
  const read = (await run('pdfinfo', ['-struct-text', file])).stdout
  const said = [...read.matchAll(/^\s*"(.*)"$/gm)].map(([, words]) => words)
  holds(squeezed(said.join('')), blocks.map(squeezed))
  const text = (await run('pdftotext', [file, '-'])).stdout
  for (const chrome of ['Hoppa till innehållet', 'Huvudmeny', 'Ladda ner Word', 'Tillgänglighetsredogörelse']) assert.ok(!text.includes(chrome), `${chrome} is printed`)
}

const squeezed = text => text.normalize('NFC').replace(/[\s\u00ad-]+/g, '')

const plain = text => text.normalize('NFC').replace(/[\s\u00ad]+/g, ' ').trim()

/** What the page says, block by block, as it is read. */
async function blocksOf(page) {
  const texts = await page.locator('.part').evaluateAll(parts => {
    const leaf = each => !each.querySelector('h2, h3, h4, h5, p, li, dt, dd, td, th')
    const all = parts.flatMap(part => [...part.querySelectorAll('h2, h3, h4, h5, p:not(.no-print), li, dt, dd, td, th')])
    return all.filter(each => leaf(each) && !each.closest('.no-print')).map(each => each.textContent)
  })
  const blocks = texts.map(plain).filter(Boolean)
  assert.ok(blocks.length > 20, `${blocks.length} blocks on the page`)
  return blocks
}

/** Every block stands in the text, each after the one before it; the table of contents is passed over. */
function holds(text, blocks) {
  const all = plain(text)
  const first = all.indexOf(blocks[0])
  const begins = all.indexOf(blocks[0], first + 1)
  let at = begins < 0 ? first : begins
  for (const block of blocks) {
    const found = all.indexOf(block, at)
    assert.ok(found >= 0, `"${block}" is not there, or stands too early; here it says "${all.slice(at, at + 200)}"`)
    at = found + block.length
  }
}

async function convert(folder, to, file) {
  const options = ['--headless', '--norestore', `-env:UserInstallation=file://${join(folder, 'profile')}`]
  await run(SOFFICE, [...options, '--convert-to', to, '--outdir', folder, file], { timeout: 120_000 })
}
