// A manager's way through the overview: the map, a late action, and the table in LibreOffice.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { axeEverywhere, context, open, overflow, path, problems, signIn } from './support.js'

const run = promisify(execFile)
const SOFFICE = process.env.SOFFICE ?? 'soffice'
const NUMBERS = /^\d{4}-\d{2}-\d{2}$|^\d+$/

const world = await open()
after(world.close)

test('a manager lands on the overview, turns the map and follows what is late to its län', async () => {
  const { browser, page } = await manager()
  assert.equal(path(page.url()), '/oversikt')
  await page.getByRole('navigation', { name: 'Kartan visar' }).getByRole('link', { name: 'Försenade insatser' }).click()
  await page.waitForURL(/visa=insatser/)
  const shapes = page.locator('svg.map a')
  assert.equal(await shapes.count(), 21)
  const late = page.locator('svg.map a[aria-label*="försenad"]:not([aria-label*="inga"])')
  assert.ok(await late.count(), 'no län has a late action')
  const named = await late.evaluateAll(links => links.map(link => link.getAttribute('aria-label').split(':')[0]))
  await page.locator('a.figure[href^="/insatser"]').click()
  await page.waitForURL(/sena=ja/)
  await page.locator('table.data tbody tr').first().getByRole('link').first().click()
  await page.waitForURL(/\/insatser\/\d+/)
  const county = page.locator('main a[href^="/lan/"]').first()
  const name = (await county.innerText()).trim()
  assert.ok(named.includes(name), `${name} is late in the list, and on the map ${named}`)
  await county.click()
  await page.waitForURL(/\/lan\//)
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name)
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('the overview holds in light and dark and at 320 px', async () => {
  const { browser, page } = await manager()
  for (const address of ['/oversikt', '/oversikt?visa=bemanning&sortera=bemanning', '/oversikt/team', '/vyer']) {
    await page.goto(address)
    assert.deepEqual(await axeEverywhere(page), [], address)
    assert.equal(await overflow(page), 0, address)
  }
  await browser.close()
})

test('LibreOffice opens the table with the rows that were shown', { timeout: 180_000 }, async () => {
  const { browser, page } = await manager()
  await page.goto('/oversikt?sortera=lan')
  const shown = await page.locator('table.data').first().locator('tbody tr:not(.group) th').allInnerTexts()
  assert.equal(shown.length, 21)
  const folder = await mkdtemp(join(tmpdir(), 'regiondialog-'))
  try {
    const rows = {}
    for (const [label, kind] of [['Ladda ner Excel', 'xlsx'], ['Ladda ner CSV', 'csv']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: label }).click()])
      const file = join(folder, `${kind}-in.${kind}`)
      await download.saveAs(file)
      rows[kind] = await opened(file, folder)
    }
    assert.deepEqual(rows.xlsx.slice(1).map(row => row[0]), shown.map(text => text.trim()))
    assert.deepEqual(rows.xlsx, rows.csv)
    const dated = rows.xlsx.slice(1).filter(row => row[2])
    assert.ok(dated.length && dated.every(row => NUMBERS.test(row[2])), `days: ${dated.map(row => row[2])}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
    await browser.close()
  }
})

async function manager() {
  const browser = await context(world)
  const page = await browser.newPage()
  await signIn(page, 'Ingela Strand')
  return { browser, page }
}

/** The rows that LibreOffice reads from a file, by its own export with tabs. */
async function opened(file, folder) {
  const own = join(folder, 'profile')
  const filter = /\.csv$/.test(file) ? ['--infilter=CSV:59,34,76,1'] : []
  const options = ['--headless', '--norestore', `-env:UserInstallation=file://${own}`, ...filter]
  const out = join(folder, 'out')
  await run(SOFFICE, [...options, '--convert-to', 'csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true', '--outdir', out, file], { timeout: 120_000 })
  const text = await readFile(join(out, file.split('/').pop().replace(/\.\w+$/, '.csv')), 'utf8')
  return text.replace(/^\ufeff/, '').trim().split(/\r?\n/).map(line => line.split('\t').map(cell => cell.replace(/^"|"$/g, '')))
}
