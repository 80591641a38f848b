// How much goes over the wire, and how often, for each page of the menu.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accounts, context, open, path, problems, signIn } from './support.js'

const FIRST = { bytes: 80_000, requests: 6 }
const SECOND = { bytes: 15_000, requests: 1 }

const world = await open()
after(world.close)

const visitor = await remembered()
const colleague = await remembered({ signedIn: true })

test('the menu has pages to weigh', () => assert.ok(colleague.menu.length > 1, `menu: ${colleague.menu}`))

for (const [who, { menu, storageState }] of Object.entries({ visitor, colleague })) {
  menu.forEach((address, at) => {
    const next = menu[(at + 1) % menu.length]
    test(`${who}: ${address} with all it needs, then ${next} alone`, async t => {
      const [first, second] = await weigh(storageState, address, next)
      for (const { bytes, requests } of [first, second]) t.diagnostic(`${bytes} bytes, ${requests.length} requests`)
      within(first, FIRST)
      within(second, SECOND)
    })
  })
}

function within({ bytes, requests }, most) {
  assert.ok(bytes <= most.bytes, `${bytes} bytes of ${most.bytes}: ${requests.join(', ')}`)
  assert.ok(requests.length <= most.requests, `${requests.length} requests of ${most.requests}: ${requests.join(', ')}`)
}

/** The pages of the menu that a person sees (not what sends her elsewhere), and the cookies to see it again with nothing in the cache. */
async function remembered({ signedIn } = {}) {
  const browser = await context(world)
  const page = await browser.newPage()
  if (signedIn) {
    const [{ person }] = await accounts(page)
    await signIn(page, person)
  } else {
    await page.goto('/')
  }
  const start = path(page.url())
  const links = await page.locator('nav a[href^="/"], footer a[href^="/"]').evaluateAll(all => all.map(link => link.href))
  const menu = []
  for (const address of new Set([start, ...links.map(path)])) {
    const response = await page.request.get(address, { maxRedirects: 0 })
    if (response.ok() && response.headers()['content-type']?.startsWith('text/html')) menu.push(address)
  }
  const storageState = await browser.storageState()
  await browser.close()
  return { menu, storageState }
}

/** What the pages cost, one after another, from an empty cache. */
async function weigh(storageState, ...addresses) {
  const browser = await context(world, { storageState })
  const page = await browser.newPage()
  const wire = await listen(page)
  const costs = []
  for (const address of addresses) {
    await page.goto(address, { waitUntil: 'networkidle' })
    costs.push(wire.taken())
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
