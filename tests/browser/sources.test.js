// A feed on loopback, allowed by setting: added as a source, fetched, read in the inbox, hidden and taken out again,
// and what it told followed to the dialogue pack.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { approve, brief } from './briefs.js'
import { look } from './pages.js'
import { context, open, problems, signIn } from './support.js'

const FEED = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Norrnytt</title><link>https://exempel.se</link><description>d</description>
<item><title>Hamnen byggs ut</title><link>https://exempel.se/hamnen?utm_source=rss</link><guid>hamnen</guid>
<description>&lt;p&gt;Beslutet fattades &lt;b&gt;i dag&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description><pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate></item>
<item><title>Fler går vårdutbildning</title><link>https://exempel.se/vard</link></item>
</channel></rss>`

const feed = createServer((_, response) => {
  response.setHeader('content-type', 'application/rss+xml')
  response.end(FEED)
})
await new Promise(resolve => feed.listen(0, '127.0.0.1', resolve))
const host = `127.0.0.1:${feed.address().port}`
process.env.REGIONDIALOG_FETCH_SOURCES = 'ja'
process.env.REGIONDIALOG_ALLOW_SOURCE_ADDRESS = host

const world = await open()
after(async () => {
  await world.close()
  feed.close()
})

test('what a source tells comes to the inbox, and is hidden and taken out again', { timeout: 120_000 }, async () => {
  const browser = await context(world)
  const page = await browser.newPage()
  await signIn(page, 'Anna Lind')
  await page.goto('/lan/norrbotten')
  await page.getByRole('link', { name: 'Alla källor i länet' }).click()
  await page.getByRole('link', { name: 'Ny källa' }).click()
  await page.getByLabel('Namn').fill('Norrnytt')
  await page.getByLabel('Flödets adress').fill(`http://${host}/rss`)
  await page.getByLabel('Län', { exact: true }).selectOption({ label: 'Norrbotten' })
  await page.getByRole('button', { name: 'Lägg till källan' }).click()
  await page.getByRole('heading', { level: 1, name: 'Norrnytt' }).waitFor()
  assert.deepEqual(await look(page), [])
  // The job may have been there first: then it is too soon for the button, and the result stands there already.
  await page.getByRole('button', { name: 'Hämta nu' }).click()
  await page.getByText('2 nya poster.').first().waitFor()
  await page.getByRole('link', { name: 'Visa i inkorgen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Inkorg' }).waitFor()
  const item = page.getByRole('row', { name: /Hamnen byggs ut/ })
  assert.equal(await item.getByRole('link', { name: 'Hamnen byggs ut', exact: true }).getAttribute('href'), 'https://exempel.se/hamnen')
  assert.match(await item.innerText(), /Beslutet fattades i dag\./)
  assert.deepEqual(await look(page), [])
  await item.getByRole('button', { name: /^Dölj/ }).click()
  await page.locator('[data-saved]').getByText('1 post är dold nu.').waitFor()
  assert.equal(await page.getByRole('row', { name: /Hamnen byggs ut/ }).count(), 0)
  await page.goto('/omvarld/inkorg?status=dolda')
  await page.getByRole('row', { name: /Hamnen byggs ut/ }).getByRole('button', { name: /^Visa igen/ }).click()
  await page.locator('[data-saved]').getByText('Posten väntar i inkorgen igen.').waitFor()
  assert.deepEqual(problems(browser), [])
  await browser.close()
})

test('what a source told becomes a note, is used in a brief and stands in the dialogue pack', { timeout: 240_000 }, async () => {
  const officer = await context(world)
  const page = await officer.newPage()
  await signIn(page, 'Anna Lind')
  await page.goto('/omvarld/inkorg?q=Hamnen')
  await page.getByRole('row', { name: /Hamnen byggs ut/ }).getByRole('link', { name: /^Gör till notis/ }).click()
  assert.equal(await page.getByLabel('Vad har hänt?').inputValue(), 'Hamnen byggs ut')
  assert.equal(await page.getByLabel('Länk till källan').inputValue(), 'https://exempel.se/hamnen')
  await page.getByRole('textbox', { name: /^Vad betyder det/ }).fill('Fler arbetsgivare behöver bostäder i närheten.')
  await page.getByRole('button', { name: 'Spara notisen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Hamnen byggs ut' }).waitFor()
  const note = new URL(page.url()).pathname
  await page.goto('/omvarld/inkorg?q=Hamnen')
  assert.equal(await page.getByRole('row', { name: /Hamnen byggs ut/ }).count(), 0, 'it waits no longer')
  await page.goto(note)

  // It is used in the brief, and the way leads there and back.
  await page.getByLabel('Använd i').selectOption({ label: 'Norrbotten' })
  await page.getByRole('button', { name: 'Använd notisen' }).click()
  await page.locator('[data-saved]').getByText('Notisen är markerad som använd.').waitFor()
  await page.locator('[aria-labelledby=uses]').getByRole('link', { name: /Norrbotten/ }).click()
  const about = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'Hamnen byggs ut' }).waitFor()
  await brief(page, 'Norrbotten', 'Hamnen byggs ut och fler behöver bostäder', { again: true })
  const lead = await context(world)
  const pack = await lead.newPage()
  await signIn(pack, 'Elsa Norling')
  await approve(pack, 'Norrbotten')

  await pack.goto('/lan/norrbotten/dialoger')
  await pack.getByRole('link', { name: /^20\d\d-\d\d-\d\d/ }).first().click()
  await pack.getByRole('link', { name: 'Samlat dialogunderlag' }).first().click()
  await pack.getByRole('heading', { level: 1, name: 'Samlat dialogunderlag Norrbotten' }).waitFor()
  assert.match(await pack.locator('section', { has: pack.locator('#del-regional') }).innerText(), /Hamnen byggs ut och fler behöver bostäder/)
  assert.match(await pack.locator('section', { has: pack.locator('#del-surroundings') }).innerText(), /Hamnen byggs ut/)
  await pack.goto(about)
  await pack.getByRole('link', { name: 'Hamnen byggs ut' }).click()
  await pack.waitForURL(`**${note}`)
  assert.deepEqual(await look(pack), [])
  for (const browser of [officer, lead]) {
    assert.deepEqual(problems(browser), [])
    await browser.close()
  }
})

test('several are hidden at once by keyboard, without JavaScript', { timeout: 120_000 }, async () => {
  const browser = await context(world, { javaScriptEnabled: false })
  const page = await browser.newPage()
  await signIn(page, 'Elsa Norling')
  await page.goto('/omvarld/inkorg?lan=alla&kalla=1')
  const before = await page.getByRole('checkbox').count()
  for (const place of [0, 1]) {
    await page.getByRole('checkbox').nth(place).focus()
    await page.keyboard.press('Space')
  }
  await page.getByRole('button', { name: 'Dölj de förkryssade' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-saved]').getByText('2 poster är dolda nu.').waitFor()
  assert.equal(await page.getByRole('checkbox').count(), before - 2)
  assert.match(page.url(), /kalla=1/)
  assert.deepEqual(problems(browser), [])
  await browser.close()
})
