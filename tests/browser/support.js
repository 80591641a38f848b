// A running demo, a browser that cannot leave it, and what every browser test asks of a page.

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const BINARY = process.env.REGIONDIALOG_BIN ?? fileURLToPath(new URL('../../target/debug/regiondialog', import.meta.url))
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever a page asks for elsewhere fails before it reaches the network, and the cache still works.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

export const LOGIN = '/logga-in'
const DEMO_LOGIN = 'form[action="/demo/logga-in"]'

/** A demo of its own and a browser: { url, browser, server, close() }. Call close() in after(). */
export async function open() {
  const server = await startServer()
  try {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
    const close = async () => {
      await browser.close()
      await server.stop()
    }
    return { url: server.url, browser, server, close }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Starts the binary on a free port with an empty folder: { url, stop(), halt(), again() }; the last two cut it off and bring it back. */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'regiondialog-'))
  let halt = async () => {}
  const run = async listen => {
    const options = ['demo', '--listen', listen, '--database', join(folder, 'demo.db')]
    const child = spawn(BINARY, options, { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise(resolve => child.once('close', resolve).once('error', resolve))
    halt = async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      child.kill('SIGTERM')
      await ended
      clearTimeout(timer)
    }
    return address(child, ended)
  }
  const stop = async () => {
    await halt()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const url = await run('127.0.0.1:0')
    return { url, stop, halt: () => halt(), again: () => run(new URL(url).host) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address that the server prints, or an error with all it said. */
async function address(child, ended) {
  let output = ''
  const printed = new Promise(resolve => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text
        const found = output.match(/http:\/\/127\.0\.0\.1:[1-9]\d*/)
        // The rest is read and forgotten, so that the server never waits for us.
        if (found && /[^\d]/.test(output.slice(found.index + found[0].length))) resolve(found[0])
        output = output.slice(-10_000)
      })
    }
  })
  let timer
  const late = new Promise(resolve => { timer = setTimeout(resolve, 60_000, 'did not print its address in 60 s') })
  const url = await Promise.race([printed, late, ended.then(result => `ended (${result})`)])
  clearTimeout(timer)
  if (url.startsWith('http')) return url
  throw new Error(`${BINARY} ${url}\n${output}`)
}

/**
 * A browser context on the demo. Its `problems` fill with every request that would leave this machine, every
 * console error (a broken content security policy is one) and every exception; `clean(context)` asks for none.
 */
export async function context({ browser, url }, options = {}) {
  const made = await browser.newContext({
    baseURL: url,
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...options,
  })
  made.setDefaultTimeout(15_000)
  made.problems = []
  const report = (page, text) => made.problems.push(`${page ? path(page.url()) : '?'}: ${text}`)
  made.on('request', request => {
    if (isForeign(request.url(), url)) report(null, `asks for ${request.url()}`)
  })
  made.on('console', message => {
    if (message.type() === 'error') report(message.page(), `${message.text()} (${message.location().url})`)
  })
  made.on('weberror', problem => report(problem.page(), String(problem.error())))
  return made
}

function isForeign(address, url) {
  const { protocol, origin } = new URL(address)
  return !['data:', 'blob:', 'about:'].includes(protocol) && origin !== new URL(url).origin
}

/** Takes the problems that a context has met; to be compared with []. */
export function problems(context) {
  return context.problems.splice(0)
}

/** Path and query of an address. */
export function path(address) {
  const { pathname, search } = new URL(address, 'http://127.0.0.1')
  return pathname + search
}

/** The accounts on the demo's login page: [{ name, person }]. */
export async function accounts(page) {
  await page.goto(LOGIN)
  return page.locator(`${DEMO_LOGIN} button`).evaluateAll(buttons =>
    buttons.map(button => ({
      name: button.innerText.replace(/\s+/g, ' ').trim(),
      person: button.name === 'person' ? button.value : new FormData(button.form).get('person'),
    })),
  )
}

/** Signs in with the demo's one click: `who` is the value of the field `person`, or a part of the button's name. */
export async function signIn(page, who) {
  if (new URL(page.url(), 'about:blank').pathname !== LOGIN) await page.goto(LOGIN)
  const forms = page.locator(DEMO_LOGIN)
  const value = `[name="person"][value=${JSON.stringify(String(who))}]`
  const byField = page.locator(`${DEMO_LOGIN} button${value}, ${DEMO_LOGIN}:has(input${value}) button`)
  const button = (await byField.count()) ? byField : forms.getByRole('button', { name: String(who) })
  await Promise.all([page.waitForURL(address => address.pathname !== LOGIN), button.first().click()])
}

/** What axe finds on the page as it stands, as lines to read. */
export async function axe(page, options = {}) {
  await page.evaluate(`window.axe || (() => { ${AXE} })()`)
  const violations = await page.evaluate(async options => {
    const result = await window.axe.run(document, { resultTypes: ['violations'], iframes: false, ...options })
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 3).map(node => `${node.target.join(' ')} ${node.html.slice(0, 200)} – ${node.failureSummary}`),
    }))
  }, options)
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.join('\n    ')}`)
}

const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }
const SIZES = { runOnly: { type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'aria-hidden-focus'] }, rules: { 'target-size': { enabled: true } } }

/** What axe finds at 1280 px in light, in dark (colours only) and at 320 px (sizes only). Leaves the page light and wide. */
export async function axeEverywhere(page) {
  const found = []
  const look = async (where, options) => {
    for (const line of await axe(page, options)) found.push(`${where}: ${line}`)
  }
  await look('light', {})
  await page.emulateMedia({ colorScheme: 'dark' })
  await look('dark', COLOURS)
  await page.emulateMedia({ colorScheme: 'light' })
  await narrow(page)
  await look('320 px', SIZES)
  await wide(page)
  return found
}

export const narrow = page => page.setViewportSize({ width: 320, height: 640 })
export const wide = page => page.setViewportSize({ width: 1280, height: 900 })
