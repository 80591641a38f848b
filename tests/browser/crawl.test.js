// Every role follows every link; what must hold on every page is asked of each page it meets.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accounts, axeEverywhere, context, open, overflow, path, problems, signIn } from './support.js'

const MOST_PAGES = 150
const MOST_OF_A_KIND = 3

// Addresses whose last part names one of many of the same kind, besides numbers and dates.
const SLUGS = [/^\/(lan|team|dokument|hjalp)\/[^/]+/]

const world = await open()
after(world.close)
const seenShapes = new Set()
const people = await everyone()

test('the demo has accounts to sign in to', () => assert.ok(people.length > 1, 'no accounts on the login page'))

test('every role can read every page it finds', { concurrency: 2, timeout: 900_000 }, async roles => {
  const role = (name, person) => roles.test(name, { timeout: 600_000 }, t => crawl(t, person))
  await Promise.all([role('without an account'), ...people.map(({ name, person }) => role(name, person))])
})

async function everyone() {
  const visitor = await context(world)
  const found = await accounts(await visitor.newPage())
  await visitor.close()
  return found
}

async function crawl(t, person) {
  const browser = await context(world)
  const page = await browser.newPage()
  const mistakes = []
  if (person) await signIn(page, person)
  const walk = new Walk(person ? path(page.url()) : '/')
  for (const address of walk) {
    const before = mistakes.length
    await visit(page, address, walk, mistakes)
    for (const problem of problems(browser)) mistakes.push(`console or request: ${problem}`)
    for (let at = before; at < mistakes.length; at++) mistakes[at] = `${address}: ${mistakes[at]}`
  }
  await browser.close()
  t.diagnostic(`${walk.visited} pages, axe on ${walk.looked.size}`)
  assert.ok(!mistakes.length, `\n${mistakes.join('\n')}`)
}

/** Addresses still to see; the caller adds to it while it walks. */
class Walk {
  #queue = []
  #known = new Set()
  #kinds = new Map()
  visited = 0
  looked = new Set()

  constructor(start) {
    for (const address of new Set([start, '/'])) this.add(address)
  }

  add(address) {
    const normal = normalised(address)
    if (this.#known.has(normal)) return
    this.#known.add(normal)
    const kind = kindOf(normal)
    const count = this.#kinds.get(kind) ?? 0
    this.#kinds.set(kind, count + 1)
    if (count < MOST_OF_A_KIND) this.#queue.push(normal)
  }

  *[Symbol.iterator]() {
    while (this.#queue.length && this.visited < MOST_PAGES) {
      this.visited += 1
      yield this.#queue.shift()
    }
  }
}

function normalised(address) {
  const { pathname, searchParams } = new URL(address, world.url)
  searchParams.sort()
  return pathname + (searchParams.size ? `?${searchParams}` : '')
}

/** The pattern of an address: numbers, dates and names of one of many become a star. */
function kindOf(address) {
  const { pathname, searchParams } = new URL(address, world.url)
  const slugs = SLUGS.reduce((all, slug) => all.replace(slug, one => one.replace(/[^/]+$/, '*')), pathname)
  const parts = slugs.split('/').map(part => (/\d/.test(part) ? '*' : part))
  return `${parts.join('/')}?${[...new Set(searchParams.keys())]}`
}

async function visit(page, address, walk, mistakes) {
  const response = await answer(page, address)
  if (response.status() >= 400) return mistakes.push(`answered ${response.status()}`)
  if (!response.headers()['content-type']?.startsWith('text/html')) return
  const found = await page.evaluate(describe)
  for (const link of found.links) {
    if (new URL(link).origin === world.url) walk.add(link)
  }
  mistakes.push(...faults(found))
  const pixels = await overflow(page)
  if (pixels) mistakes.push(`is ${pixels} px too wide at 320 px`)
  const kind = kindOf(path(page.url()))
  if (walk.looked.has(kind) || seenShapes.has(found.shape)) return
  walk.looked.add(kind)
  seenShapes.add(found.shape)
  mistakes.push(...(await axeEverywhere(page)))
}

/** A page in the browser; what the browser would save (a calendar, a table) is only asked for. */
async function answer(page, address) {
  try {
    return await page.goto(address)
  } catch (error) {
    if (!/Download is starting|ERR_ABORTED/.test(error.message)) throw error
    return page.request.get(address)
  }
}

function faults({ headings, title, lang }) {
  const wrong = []
  if (headings !== 1) wrong.push(`has ${headings} h1`)
  if (!title.endsWith('– Regiondialog')) wrong.push(`has the title "${title}"`)
  if (lang !== 'sv') wrong.push(`has the language "${lang}"`)
  return wrong
}

/** Runs in the page. `shape` is its tree without its words: two pages of one shape have the same faults. */
function describe() {
  const shape = element => {
    const names = element.getAttributeNames().filter(name => !['href', 'value', 'id', 'for', 'content'].includes(name))
    const attributes = names.map(name => `${name}=${/^(class|role|type|scope|aria-(?!label))/.test(name) ? element.getAttribute(name) : !!element.getAttribute(name)}`)
    const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    const children = [...element.children].map(shape).filter((one, at, all) => one !== all[at - 1])
    return `${element.localName}[${attributes}]${words ? 'w' : ''}(${children})`.replace(/\d+/g, '0')
  }
  return {
    links: [...document.querySelectorAll('a[href]')].map(link => link.href).filter(link => link.startsWith('http')),
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    lang: document.documentElement.lang,
    shape: shape(document.body),
  }
}
