// A contact is logged in two clicks from the page of a län, and two contacts that are one person become one.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { context, open, problems, signIn } from './support.js'

const world = await open()
after(world.close)

for (const javaScriptEnabled of [true, false]) {
  test(`a contact is logged and two are merged, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, { timeout: 90_000 }, async () => {
    const [kept, other] = javaScriptEnabled ? ['Kristina Halvarsson', 'Christina Halvarsson'] : ['Kristina Halvarsson', 'Cristina Halvarson']
    const browser = await context(world, { javaScriptEnabled })
    const page = await browser.newPage()
    await signIn(page, 'Maja Olander')
    if (!javaScriptEnabled) {
      await page.goto('/kontakter/ny?lan=kalmar')
      await page.getByLabel('Namn', { exact: true }).fill(other)
      await page.getByLabel('Varifrån uppgifterna kommer').fill('Hon själv')
      await page.getByRole('button', { name: 'Lägg till kontakten' }).click()
      await page.getByLabel('Det är en annan person').check()
      await page.getByRole('button', { name: 'Lägg till kontakten' }).click()
      await page.locator('[data-saved]').getByText('Kontakten är tillagd.').waitFor()
    }
    const subject = `Samtal om dialogen ${javaScriptEnabled}`
    await page.goto('/lan/kalmar')
    await page.getByRole('link', { name: 'Logga kontakt', exact: true }).click()
    await page.getByLabel('Vad kontakten gällde').fill(subject)
    await page.getByLabel(other).check()
    await page.getByRole('button', { name: 'Logga kontakten' }).click()
    await page.locator('[data-saved]').getByText('Kontakten är loggad.').waitFor()

    await page.goto(`/kontakter?q=${encodeURIComponent(other)}`)
    await page.locator('tbody').getByRole('link', { name: other }).click()
    const gone = new URL(page.url()).pathname
    await page.getByRole('link', { name: 'Slå ihop' }).click()
    await page.getByRole('link', { name: new RegExp(`Behåll den här\\s*: ${kept}`) }).click()
    await page.getByText('1 loggad kontakt').waitFor()
    await page.getByRole('button', { name: 'Slå ihop' }).click()
    await page.locator('[data-saved]').getByText('Kontakterna är ihopslagna.').waitFor()
    await page.getByRole('heading', { name: kept, level: 1 }).waitFor()
    await page.getByRole('link', { name: subject }).waitFor()
    await page.goto(gone)
    await page.getByRole('heading', { name: kept, level: 1 }).waitFor()
    await page.goto('/kontakter/logg?lan=kalmar')
    const row = page.getByRole('row').filter({ hasText: subject })
    assert.match(await row.innerText(), new RegExp(kept))
    // A contact that is like another is asked about once, which the browser reports as 422.
    assert.deepEqual(problems(browser).filter(problem => !problem.includes('a status of 422')), [])
    await browser.close()
  })
}
