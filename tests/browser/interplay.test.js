// What only a browser can show: drafts, saving in place, sessions that end, pickers, pasting, menus and paper.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accounts, context, open, path, problems, signIn } from './support.js'

const world = await open()
after(world.close)
const known = await everyone()

/** A test with a page of its own, signed in as `name`; nothing may go wrong in the console but what it expects. */
function shown(title, name, work, { options = {}, expected = /a^/ } = {}) {
  test(title, { timeout: 90_000 }, async () => {
    const browser = await context(world, options)
    const page = await browser.newPage()
    if (name) await enter(page, name)
    await work(page, browser)
    assert.deepEqual(problems(browser).filter(line => !expected.test(line)), [])
    await browser.close()
  })
}

shown('a draft is kept, offered and put back, and gone after saving', 'Elsa Norling', async page => {
  await page.goto('/insatser/ny')
  await page.getByLabel('Titel').fill('Ett utkast till insats')
  await page.waitForTimeout(500)
  await page.goto('/')
  await page.goto('/insatser/ny')
  await page.getByText('Det finns ett utkast från').waitFor()
  assert.equal(await page.getByLabel('Titel').inputValue(), '')
  await page.getByRole('button', { name: 'Återställ' }).click()
  assert.equal(await page.getByLabel('Titel').inputValue(), 'Ett utkast till insats')
  await page.getByLabel('Norrbotten').check()
  await page.getByLabel('Ansvarig enhet').selectOption({ index: 1 })
  await page.getByLabel('Klart senast').fill(ahead(40))
  await page.getByRole('radio', { name: 'Beslutad' }).check()
  await page.getByRole('button', { name: 'Skapa insatsen' }).click()
  await page.locator('[data-saved]').waitFor()
  await page.goto('/insatser/ny')
  assert.equal(await page.getByText('Det finns ett utkast från').count(), 0)
  assert.equal(await drafts(page), 0)
})

shown('a draft is one person’s own, and logging out warns and clears it', 'Elsa Norling', async page => {
  await page.goto('/insatser/ny')
  await page.getByLabel('Titel').fill('Bara min')
  await page.waitForTimeout(500)
  await page.goto('/')
  assert.equal(await drafts(page), 1)
  const asked = []
  const answer = yes => page.once('dialog', dialog => {
    asked.push(dialog.message())
    return yes ? dialog.accept() : dialog.dismiss()
  })
  answer(false)
  await logOut(page)
  assert.equal(path(page.url()), '/')
  assert.equal(await drafts(page), 1)
  answer(true)
  await logOut(page)
  await page.waitForURL('**/logga-in*')
  assert.equal(await drafts(page), 0)
  assert.match(asked.join(), /inte är sparad.*inte är sparad/)
  await enter(page, 'Jonas Ekdahl')
  await page.goto('/insatser/ny')
  assert.equal(await page.getByText('Det finns ett utkast från').count(), 0)
})

shown('a tick is made in place: the page stays, and so do focus and scroll', 'Elsa Norling', async page => {
  await page.setViewportSize({ width: 1280, height: 400 })
  await page.goto(await dialogueWithTicks(page))
  const row = page.locator('.checks li:visible', { has: page.getByRole('button', { name: /^Markera som klar/ }) }).last()
  const id = await row.getAttribute('id')
  const button = page.locator(`#${id} button`)
  await button.focus()
  await button.scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => { window.same = true; return scrollY })
  assert.ok(before > 0, 'the page is too short to tell')
  await page.keyboard.press('Enter')
  await page.locator(`#${id}`).getByRole('button', { name: /^Öppna igen/ }).waitFor()
  assert.ok(await page.evaluate(() => window.same), 'the page was loaded again')
  assert.ok(await page.evaluate(id => document.activeElement.closest('li')?.id === id, id), 'focus went elsewhere')
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - before) < 120, 'the page moved')
  await page.waitForFunction(() => /avbockad/.test(document.querySelector('#live').textContent))
})

shown('a session that ends during a save keeps the text through the login', 'Anna Lind', async (page, browser) => {
  const address = await ownDialogue(page)
  await page.goto(`${address}/anteckningar`)
  const text = 'Anteckning som inte får gå förlorad, med å ä ö och <tecken>.'
  await page.locator('textarea').first().fill(text)
  await endElsewhere(browser)
  await page.locator('main form .submit button').click()
  await page.getByRole('heading', { level: 1, name: 'Logga in' }).waitFor()
  await enterHere(page, 'Anna Lind')
  await page.getByRole('heading', { level: 1, name: 'Du är inloggad igen' }).waitFor()
  await page.getByRole('button', { name: 'Tillbaka till formuläret' }).click()
  assert.equal((await page.locator('textarea').first().inputValue()).trim(), text)
  await page.locator('main form .submit button').click()
  await page.locator('[data-saved]').waitFor()
  assert.match(await page.locator('main').innerText(), /inte får gå förlorad/)
}, { expected: /status of 4/ })

shown('a session that ends during a save in place keeps the text through the login', 'Elsa Norling', async (page, browser) => {
  await actionToReport(page)
  const follow = page.locator('#uppfoljningar')
  await follow.getByLabel('Datum').fill(ahead(0))
  await follow.getByLabel('Hur det går').fill('Det går bra, men sessionen är slut.')
  await endElsewhere(browser)
  await follow.getByRole('button', { name: 'Spara uppföljningen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Logga in' }).waitFor()
  await enterHere(page, 'Elsa Norling')
  await page.getByRole('button', { name: 'Tillbaka till formuläret' }).click()
  assert.equal((await follow.getByLabel('Hur det går').inputValue()).trim(), 'Det går bra, men sessionen är slut.')
  await follow.getByRole('button', { name: 'Spara uppföljningen' }).click()
  await page.locator('[data-saved]').waitFor()
  assert.match(await follow.innerText(), /sessionen är slut/)
}, { expected: /status of 4/ })

shown('without JavaScript the text comes back after a session has ended', 'Anna Lind', async (page, browser) => {
  const address = await ownDialogue(page)
  await page.goto(`${address}/anteckningar`)
  await page.locator('textarea').first().fill('Skriven utan skript.')
  await endElsewhere(browser)
  await page.locator('main form .submit button').click()
  await enterHere(page, 'Anna Lind')
  await page.getByRole('button', { name: 'Tillbaka till formuläret' }).click()
  assert.equal((await page.locator('textarea').first().inputValue()).trim(), 'Skriven utan skript.')
}, { options: { javaScriptEnabled: false }, expected: /status of 4/ })

shown('the calendar beside a date fills it in, and the preparations follow', 'Elsa Norling', async page => {
  await page.goto('/dialoger/ny')
  await page.getByLabel('Län', { exact: true }).selectOption({ index: 3 })
  const button = page.locator('[data-pick="field-held_on"]')
  assert.ok(await button.isVisible())
  await button.click()
  const picker = page.locator('.picker')
  const day = ahead(80)
  await picker.evaluate((field, day) => {
    field.value = day
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }, day)
  assert.equal(await page.locator('#field-held_on').inputValue(), day)
  assert.ok(await page.locator('#field-held_on').evaluate(field => field === document.activeElement))
  await page.locator('#plan tbody tr').first().waitFor()
})

shown('a paste from Word becomes Markdown, and the preview shows it', 'Elsa Norling', async page => {
  await page.goto('/dialoger/ny')
  const area = page.locator('#field-purpose')
  await page.locator('markdown-editor .toolbar').waitFor()
  await area.focus()
  await area.evaluate(field => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', `<html><head><style>p{color:red}</style></head><body>
      <h1>Syfte</h1><p class=MsoNormal>Vi vill <b>enas</b> om <i>nästa</i> steg.<o:p></o:p></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Första</p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Andra</p>
      <p><a href="https://exempel.se/sida">Länk</a></p><script>alert(1)</script></body></html>`)
    clipboardData.setData('text/plain', 'oformaterat')
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  const text = await area.inputValue()
  for (const part of ['## Syfte', 'Vi vill **enas** om *nästa* steg.', '- Första', '- Andra', '[Länk](https://exempel.se/sida)']) assert.ok(text.includes(part), `${part} is not in:\n${text}`)
  assert.ok(!/alert|color|mso/.test(text), text)
  await page.getByRole('button', { name: 'Förhandsgranska' }).click()
  const preview = page.getByRole('region', { name: 'Förhandsgranskning' })
  await preview.waitFor()
  assert.equal(await preview.locator('li').count(), 2)
  assert.equal(await preview.locator('strong').innerText(), 'enas')
})

shown('the menu and the user’s menu open without JavaScript on a phone', 'Elsa Norling', async page => {
  const nav = page.getByRole('navigation', { name: 'Huvudmeny' })
  assert.ok(!(await nav.isVisible()))
  await page.locator('details.menu summary').click()
  await nav.getByRole('link', { name: 'Insatser', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Insatser' }).waitFor()
  await page.locator('details.user summary').click()
  await page.getByRole('link', { name: 'Mitt konto' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mitt konto' }).waitFor()
  await logOut(page)
  await page.getByRole('heading', { level: 1, name: 'Logga in' }).waitFor()
}, { options: { javaScriptEnabled: false, viewport: { width: 360, height: 740 } } })

shown('on paper nothing is cut and no menu is printed; the overview is one A4', 'Ingela Strand', async page => {
  const dialogue = await dialogueWithTicks(page)
  await page.goto('/organisation')
  const assignment = await page.locator('main a[href^="/bemanning/"]').evaluateAll(all => all.map(each => each.getAttribute('href')).find(href => /\/\d+$/.test(href)))
  for (const address of [dialogue, '/team/norr', `${assignment}/overlamning`, '/oversikt']) {
    const response = await page.goto(address)
    assert.equal(response.status(), 200, address)
    await page.emulateMedia({ media: 'print' })
    // The width of an A4 inside its margins.
    await page.setViewportSize({ width: 680, height: 960 })
    const cut = await page.evaluate(() => {
      const seen = each => each.checkVisibility()
      const wide = [...document.querySelectorAll('main *')].filter(each => seen(each) && !each.closest('svg, .sr') && !each.matches('.sr') && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      const menus = [...document.querySelectorAll('header nav, footer nav, main button:not(.tick), .skip')].filter(seen)
      return [...wide.slice(0, 3), ...menus.slice(0, 3)].map(each => each.outerHTML.slice(0, 150))
    })
    assert.deepEqual(cut, [], address)
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1280, height: 900 })
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const pages = pdf.match(/\/Type\s*\/Page(?!s)/g).length
    assert.ok(pages <= (address === '/oversikt' ? 1 : 12), `${address} takes ${pages} pages`)
  }
})

async function everyone() {
  const visitor = await context(world)
  const found = await accounts(await visitor.newPage())
  await visitor.close()
  return found
}

const numberOf = name => known.find(each => each.name.includes(name)).person
const enter = (page, name) => signIn(page, numberOf(name))

/** Signs in on the login page that stands there, with what it carries. */
async function enterHere(page, name) {
  const button = page.locator(`form[action="/demo/logga-in"] button[value="${numberOf(name)}"]`)
  await button.click()
  await page.waitForLoadState()
}

async function logOut(page) {
  const menu = page.locator('details.user')
  if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click()
  await page.getByRole('button', { name: 'Logga ut' }).click()
}

const drafts = page => page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('draft:')).length)

/** Ends the session of a context from outside it, as another window of the same person would. */
async function endElsewhere(browser) {
  const cookies = await browser.cookies()
  const response = await fetch(`${world.url}/logga-ut`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual', headers: { cookie: cookies.map(each => `${each.name}=${each.value}`).join('; ') } })
  assert.equal(response.status, 303)
}

async function dialogues(page) {
  await page.goto('/dialoger')
  return page.locator('main a[href^="/dialoger/"]').evaluateAll(all => all.map(each => each.getAttribute('href')).filter(href => /^\/dialoger\/\d+$/.test(href)))
}

/** A dialogue where the person who looks has milestones to tick. */
async function dialogueWithTicks(page) {
  for (const address of await dialogues(page)) {
    await page.goto(address)
    if ((await page.getByRole('button', { name: /^Markera som klar/ }).count()) > 2) return address
  }
  return assert.fail('no dialogue has milestones to tick')
}

/** A dialogue whose notes the person may write. */
async function ownDialogue(page) {
  for (const address of await dialogues(page)) {
    await page.goto(address)
    if (await page.locator('a[href$="/anteckningar"]').count()) return address
  }
  return assert.fail('no dialogue has notes to write')
}

/** Opens an action that the person may follow up. */
async function actionToReport(page) {
  await page.goto('/insatser')
  const all = await page.locator('main a[href^="/insatser/"]').evaluateAll(links => links.map(each => each.getAttribute('href')).filter(href => /^\/insatser\/\d+$/.test(href)))
  for (const address of all) {
    await page.goto(address)
    if (await page.locator('#uppfoljningar form').count()) return
  }
  assert.fail('no action to follow up')
}

/** A day so many days ahead, as 2026-12-02; not a weekend. */
function ahead(days) {
  const date = new Date(Date.now() + days * 86_400_000)
  if (days) date.setUTCDate(date.getUTCDate() + ((3 - date.getUTCDay() + 7) % 7))
  return date.toISOString().slice(0, 10)
}
