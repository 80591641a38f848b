// The dialogue pack on its way out of the house: as a Word file that LibreOffice opens, as print, and in order.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { context, open, problems, signIn } from './support.js'

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
