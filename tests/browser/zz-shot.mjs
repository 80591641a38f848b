import { chromium } from 'playwright-core'
import { readFile } from 'node:fs/promises'
const [base, person, width, scheme, ...paths] = process.argv.slice(2)
const axe = await readFile('node_modules/axe-core/axe.min.js','utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] })
const context = await browser.newContext({ viewport: { width: +width, height: 900 }, colorScheme: scheme, bypassCSP: true })
const page = await context.newPage()
await page.goto(base + '/logga-in')
await context.request.post(base + '/demo/logga-in', { form: { person }, headers: { origin: base, 'sec-fetch-site': 'same-origin' } })
for (const p of paths) {
  const r = await page.goto(base + p)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await page.evaluate(axe)
  const res = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }))
  console.log(r.status(), p, 'overflow', wide, res.violations.map(v => v.id + ': ' + v.nodes.slice(0,3).map(n => n.target.join(' ')+' '+(n.any[0]?.message??'').slice(0,120)).join(' | ')))
  await page.screenshot({ path: `/tmp/posshots/${width}-${scheme}-${p.replace(/[^a-z0-9]+/gi,'_')}.png`, fullPage: true })
}
await browser.close()
