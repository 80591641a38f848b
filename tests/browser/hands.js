// Two ways to use a page: with a pointer, and by keyboard alone. The same journey is made with either.

import assert from 'node:assert/strict'

/** Points and clicks, and types in fields. Works without JavaScript and on a narrow screen too. */
export class Pointer {
  constructor(page) {
    this.page = page
  }

  press = locator => locator.click()
  fill = (locator, text) => locator.fill(text)
  choose = (locator, label) => locator.selectOption({ label })
  pick = locator => locator.check()

  /** A link of the main menu, which a narrow screen keeps behind "Meny". */
  async menu(label) {
    const link = this.page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: label, exact: true })
    if (!(await link.isVisible())) await this.press(this.page.locator('header details.menu summary'))
    await this.press(link)
  }

  async logOut() {
    await this.press(this.page.locator('header details.user summary'))
    await this.press(this.page.getByRole('button', { name: 'Logga ut' }))
    await this.page.waitForURL('**/logga-in*')
  }
}

/** Tab, Shift+Tab, Enter, Space, arrows and letters; wherever focus goes it must be seen. */
export class Keyboard extends Pointer {
  press = async locator => {
    await this.reach(locator)
    await this.page.keyboard.press('Enter')
  }

  fill = async (locator, text) => {
    await this.reach(locator)
    await this.page.keyboard.type(text)
    assert.equal(await locator.inputValue(), text)
  }

  choose = async (locator, label) => {
    await this.reach(locator)
    const steps = await locator.evaluate((field, label) => [...field.options].findIndex(each => each.label === label) - field.selectedIndex, label)
    for (let step = 0; step < Math.abs(steps); step++) await this.page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp')
    assert.equal(await locator.evaluate(field => field.selectedOptions[0].label), label)
  }

  pick = async locator => {
    if (await locator.isChecked()) return
    if ((await locator.getAttribute('type')) === 'checkbox') {
      await this.reach(locator)
      await this.page.keyboard.press('Space')
    } else {
      const group = this.page.locator(`input[name="${await locator.getAttribute('name')}"]`)
      await this.reach(group, { any: true })
      for (let step = await group.count(); step > 0 && !(await isFocused(locator)); step--) await this.page.keyboard.press('ArrowDown')
      if (!(await locator.isChecked())) await this.page.keyboard.press('Space')
    }
    assert.ok(await locator.isChecked(), 'the choice was not made')
  }

  /** Tabs there, the shorter way round. */
  async reach(locator, { any = false } = {}) {
    if (!any) await locator.waitFor()
    const key = (await locator.first().evaluate(isBehind)) ? 'Shift+Tab' : 'Tab'
    for (let step = 0; step < 400; step++) {
      if (any ? await locator.evaluateAll(all => all.includes(document.activeElement)) : await isFocused(locator)) return
      await this.page.keyboard.press(key)
      const hidden = await this.page.evaluate(hiddenFocus)
      assert.equal(hidden, '', `on ${this.page.url()}`)
    }
    assert.fail(`${locator} is not reached by ${key} on ${this.page.url()}`)
  }
}

const isFocused = locator => locator.evaluate(element => element === document.activeElement)

/** Runs in the page: whether an element stands before the one in focus. */
function isBehind(element) {
  const focus = document.activeElement
  return focus && focus !== document.body && !!(element.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING)
}

/** Runs in the page: why the element in focus cannot be seen, or nothing. */
function hiddenFocus() {
  const focus = document.activeElement
  if (!focus || focus === document.body) return ''
  const name = focus.outerHTML.slice(0, 120)
  const style = getComputedStyle(focus)
  const ring = each => each && ((each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2) || each.boxShadow !== 'none')
  const label = focus.labels?.[0]
  if (!ring(style) && !ring(label && getComputedStyle(label))) return `no ring around ${name}`
  const box = focus.getBoundingClientRect()
  if (box.width < 2 || box.height < 2) return `focus has no size: ${name}`
  const top = Math.max(box.top, 0)
  const bottom = Math.min(box.bottom, innerHeight)
  if (bottom - top < Math.min(box.height, 12) || box.right <= 0 || box.left >= innerWidth) return `focus is out of sight: ${name}`
  const [line] = focus.getClientRects()
  const x = Math.min(Math.max((line.left + line.right) / 2, 1), innerWidth - 1)
  const y = Math.min(Math.max((Math.max(line.top, 0) + Math.min(line.bottom, innerHeight)) / 2, 1), innerHeight - 1)
  const over = document.elementFromPoint(x, y)
  if (over && !focus.contains(over) && !over.contains(focus) && over !== label && !label?.contains(over)) return `${over.outerHTML.slice(0, 80)} covers ${name}`
  return ''
}
