// The map of addresses, and what must hold on every page.

import { readFile } from 'node:fs/promises'
import { axeEverywhere, narrow, path, wide } from './support.js'

const PARTS = ['between', 'dialogues', 'records', 'service', 'mod']
const part = name => readFile(new URL(`../../src/web/routes/${name}.rs`, import.meta.url), 'utf8')
const SOURCE = (await Promise.all(PARTS.map(part))).join('\n')

/** The patterns that src/web/routes answers with a page: ["/lan/{lan}", …]. */
export const PATTERNS = [...SOURCE.matchAll(/\.route\("([^"]+)",\s*get\(/g)].map(([, pattern]) => pattern)

const MATCHERS = [...SOURCE.matchAll(/\.route\("([^"]+)"/g)].map(([, pattern]) => ({
  pattern,
  // Fixed words go before names and numbers, as in the router.
  fixed: pattern.split('/').map(part => (part.startsWith('{') ? '1' : '0')).join(''),
  regex: new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
})).sort((a, b) => a.fixed.localeCompare(b.fixed))

/** The pattern of an address, or its path when nothing answers there. */
export function patternOf(address) {
  const { pathname } = new URL(address, 'http://127.0.0.1')
  return MATCHERS.find(({ regex }) => regex.test(pathname))?.pattern ?? pathname
}

/** What is wrong with the page as it stands, besides what axe finds. Leaves the page wide. */
export async function faults(page) {
  const wrong = []
  const { headings, title, lang } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    lang: document.documentElement.lang,
  }))
  if (headings !== 1) wrong.push(`has ${headings} h1`)
  if (!/\S.* – Regiondialog$/.test(title)) wrong.push(`has the title "${title}"`)
  if (lang !== 'sv') wrong.push(`has the language "${lang}"`)
  await narrow(page)
  const wide320 = await page.evaluate(tooWide)
  if (wide320) wrong.push(`is too wide at 320 px: ${wide320}`)
  await wide(page)
  return wrong
}

/** Everything: the faults above and axe, light, dark and narrow. */
export async function look(page) {
  return [...(await faults(page)), ...(await axeEverywhere(page))]
}

/** What a form must be that comes back with mistakes. */
export async function mistakes(page) {
  const found = await page.evaluate(() => {
    const wrong = []
    const summary = document.querySelector('.error-summary')
    if (!document.title.startsWith('Fel: ')) wrong.push(`the title does not say Fel: "${document.title}"`)
    if (!summary) return [...wrong, 'there is no summary of the mistakes']
    if (document.activeElement !== summary) wrong.push(`focus is on ${document.activeElement?.outerHTML.slice(0, 100)}, not on the summary`)
    for (const link of summary.querySelectorAll('a')) {
      if (!document.querySelector(link.getAttribute('href'))) wrong.push(`the summary links to ${link.getAttribute('href')}, which is not there`)
    }
    for (const message of document.querySelectorAll('p.error[id]')) {
      const marked = [...document.querySelectorAll('[aria-invalid="true"]')].filter(each => each.getAttribute('aria-describedby')?.split(' ').includes(message.id))
      // A group of radio buttons cannot be marked invalid, only described.
      const group = document.querySelector(`fieldset[aria-describedby~="${message.id}"]`)
      if (!marked.length && !group) wrong.push(`nothing is marked wrong and described by ${message.id}`)
    }
    for (const field of document.querySelectorAll('[aria-invalid="true"]')) {
      const ids = (field.getAttribute('aria-describedby') ?? '').split(' ')
      if (!ids.every(id => document.getElementById(id))) wrong.push(`${field.name || field.id} is described by ${ids}, which is not there`)
    }
    return wrong
  })
  return found
}

/** Runs in the page: what stands out to the right of a window of 320 px, or nothing. */
function tooWide() {
  const pixels = document.documentElement.scrollWidth - window.innerWidth
  if (pixels <= 0) return ''
  const widest = [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > window.innerWidth && !each.closest('.scroll'))
    .slice(0, 3)
  return `${pixels} px; ${widest.map(each => `${each.localName}.${each.className}`).join(', ')}`
}

/** A person who reads without a browser: { get(address), cookie }. Cheap enough to read a thousand pages. */
export async function reader(url, person) {
  let cookie = ''
  const ask = async (address, options = {}) => {
    const response = await fetch(url + address, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } })
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';')
      if (!pair.startsWith('flash')) cookie = pair
    }
    return response
  }
  if (person) await ask('/demo/logga-in', { method: 'POST', body: new URLSearchParams({ person }) })
  return { get: ask, cookies: () => cookie && [{ name: cookie.split('=')[0], value: cookie.split('=').slice(1).join('='), url }] }
}

/** Follows every link, at most `most` addresses of a kind: yields { address, status, html, reader }. */
export async function* walk(url, who, { starts = ['/'], most = 3 } = {}) {
  const known = new Set()
  const kinds = new Map()
  const queue = []
  const add = address => {
    const normal = normalised(address, url)
    if (!normal || known.has(normal)) return
    known.add(normal)
    const keys = [...new URL(normal, url).searchParams.keys()]
    const kind = `${patternOf(normal)}?${[...new Set(keys)]}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (kinds.get(kind) <= most) queue.push(normal)
  }
  starts.forEach(add)
  while (queue.length) {
    const address = queue.shift()
    const response = await who.get(address)
    const isPage = response.headers.get('content-type')?.startsWith('text/html')
    const html = isPage ? await response.text() : ''
    if (!isPage) await response.arrayBuffer()
    const to = response.headers.get('location')
    if (to) add(to)
    for (const [, href] of html.matchAll(/<a\b[^>]*?\shref="([^"]+)"/g)) add(href.replaceAll('&amp;', '&').replaceAll('&#38;', '&'))
    yield { address, status: response.status, html }
  }
}

function normalised(address, url) {
  let parsed
  try { parsed = new URL(address, url) } catch { return null }
  if (parsed.origin !== new URL(url).origin) return null
  parsed.searchParams.sort()
  return path(parsed.href)
}

/** The kinds of tags on a page, without its words: a page with none that are new has been looked at already. */
export function marks(html) {
  const found = new Set()
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) {
    const plain = tag
      .replace(/\s(href|value|id|for|content|name|action|src|datetime|d|x|y|cx|cy|r|points|transform|title|style|maxlength|rows|aria-(label|labelledby|describedby|controls))="[^"]*"/g, ' $1')
      .replace(/\d+/g, '0')
    found.add(plain)
  }
  return found
}
