// How much goes over the wire, and how often: each kind of page from an empty cache, and as the second page.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accounts, context, open, path, problems, signIn } from './support.js'

const FIRST = { bytes: 80_000, requests: 6 }
const SECOND = { bytes: 15_000, requests: 1 }

const LEAD = ['/oversikt', '/oversikt/team', '/lan/dalarna', '/team/norr', '/dialoger/ny', '/insatser/ny', '/dialoger/arshjul', '/dialoger/omgangar/ny', '/konto']
const MANAGER = ['/oversikt', '/lan/norrbotten', '/bemanning/ny', '/dialoger/ny', '/insatser/ny', '/dialoger/omgangar/ny', '/om', '/behorigheter']
const ADMINISTRATOR = ['/admin', '/admin/konton', '/admin/konton/ny', '/admin/milstolpar', '/admin/lan', '/om/andra']

const world = await open()
after(world.close)

const people = {
  'a visitor': await remembered(null, []),
  'a lead': await remembered('Elsa Norling', LEAD, ['/dialoger', '/insatser']),
  'a manager': await remembered('Ingela Strand', MANAGER, ['/dialoger', '/insatser']),
  'an administrator': await remembered('Astrid Vik', ADMINISTRATOR),
}

for (const [who, { pages, storageState }] of Object.entries(people)) {
  test(`${who} gets each page within its weight`, { timeout: 200_000 }, async t => {
    assert.ok(pages.length > (who === 'a visitor' ? 1 : 8), `pages: ${pages}`)
    const wrong = []
    let heaviest = { bytes: 0 }
    let heaviestSecond = { bytes: 0 }
    for (const [at, address] of pages.entries()) {
      const [first, second] = await weigh(storageState, address, pages[(at + 1) % pages.length])
      wrong.push(...over(address, 'first', first, FIRST), ...over(second.address, 'second', second, SECOND))
      if (first.bytes > heaviest.bytes) heaviest = first
      if (second.bytes > heaviestSecond.bytes) heaviestSecond = second
    }
    for (const [which, { bytes, requests, address }] of Object.entries({ first: heaviest, second: heaviestSecond })) {
      t.diagnostic(`${pages.length} pages; heaviest ${which}: ${address}, ${bytes} bytes, ${requests?.length} requests`)
    }
    assert.ok(!wrong.length, `\n${wrong.join('\n')}`)
  })
}

function over(address, which, { bytes, requests }, most) {
  const wrong = []
  if (bytes > most.bytes) wrong.push(`${address} as the ${which} page: ${bytes} bytes of ${most.bytes} (${requests.join(', ')})`)
  if (requests.length > most.requests) wrong.push(`${address} as the ${which} page: ${requests.length} requests of ${most.requests} (${requests.join(', ')})`)
  return wrong
}

/** The pages of the menu and the footer, some more, and the first record of some lists; with the cookies to see them again. */
async function remembered(name, more, lists = []) {
  const browser = await context(world)
  const page = await browser.newPage()
  if (name) await signIn(page, (await accounts(page)).find(each => each.name.includes(name)).person)
  else await page.goto('/')
  const hrefs = (selector) => page.locator(selector).evaluateAll(all => all.map(link => link.href))
  const found = [page.url(), ...(await hrefs('nav a[href^="/"], footer a[href^="/"]')), ...more.map(each => new URL(each, world.url).href)]
  for (const list of lists) {
    await page.goto(list)
    const records = (await hrefs('main a[href]')).map(path).filter(each => new RegExp(`^${list}/\\d+$`).test(each))
    assert.ok(records.length, `${list} shows no record`)
    found.push(records[0], `${records[0]}/historik`)
  }
  const pages = []
  for (const address of new Set(found.map(path))) {
    const response = await page.request.get(address, { maxRedirects: 0 })
    if (response.ok() && response.headers()['content-type']?.startsWith('text/html')) pages.push(address)
    else if (more.includes(address)) throw new Error(`${address} answered ${response.status()}`)
  }
  const storageState = await browser.storageState()
  await browser.close()
  return { pages, storageState }
}

/** What the pages cost, one after another, from an empty cache. */
async function weigh(storageState, ...addresses) {
  const browser = await context(world, { storageState })
  const page = await browser.newPage()
  const wire = await listen(page)
  const costs = []
  for (const address of addresses) {
    await page.goto(address)
    // The font and the scripts are asked for while the page is read; a moment more for what asks late.
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(100)
    costs.push({ address, ...wire.taken() })
  }
  assert.deepEqual(problems(browser), [])
  await browser.close()
  return costs
}

/** Counts what really crosses the wire: not what comes from a cache. */
async function listen(page) {
  const client = await page.context().newCDPSession(page)
  let asked = new Map()
  let bytes = 0
  const cached = id => asked.delete(id)
  client.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
    if (request.url.startsWith('data:')) return
    if (redirectResponse) {
      asked.set(`${requestId} ${redirectResponse.url}`, path(redirectResponse.url))
      bytes += redirectResponse.encodedDataLength
    }
    asked.set(requestId, path(request.url))
  })
  client.on('Network.requestServedFromCache', ({ requestId }) => cached(requestId))
  client.on('Network.responseReceived', ({ requestId, response }) => response.fromDiskCache && cached(requestId))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes += encodedDataLength
  })
  await client.send('Network.enable')
  const taken = () => {
    const seen = { bytes, requests: [...asked.values()] }
    asked = new Map()
    bytes = 0
    return seen
  }
  return { taken }
}
