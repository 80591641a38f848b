// A brief's way by the pages: written, handed in, approved.

/** Opens what the start page keeps folded. */
export const unfold = page => page.locator('details.more').evaluateAll(all => all.forEach(each => { each.open = true }))

/** Finds a brief, writes every text of it, marks the summary as one to share, and hands it in. */
export async function brief(page, about, words, { again = false } = {}) {
  await page.goto(`/underlag?q=${encodeURIComponent(about)}`)
  await page.locator('table.data tbody tr').first().getByRole('link').first().click()
  if (again) await page.getByRole('button', { name: 'Börja på en ny version' }).click()
  if (!page.url().endsWith('/skriv')) await page.getByRole('link', { name: 'Skriv', exact: true }).click()
  await page.getByLabel('Det viktigaste i korthet').fill(`${words}.`)
  await page.getByLabel('Sammanfattningen får delas med regionen').check()
  const texts = page.getByRole('textbox', { name: /^Text: / })
  for (let at = 0; at < (await texts.count()); at++) await texts.nth(at).fill(`${words}, avsnitt ${at + 1}.`)
  for (const ready of await page.getByRole('checkbox', { name: /^Klart/ }).all()) await ready.check()
  await page.getByLabel('Gäller från').fill(new Date().toISOString().slice(0, 10))
  await page.getByLabel(/^Gäller till och med/).fill(new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10))
  await page.getByRole('button', { name: 'Spara utkastet' }).click()
  await page.locator('.notice.is-success').waitFor()
  await page.getByRole('button', { name: 'Lämna för granskning' }).click()
  await page.getByText('På granskning').first().waitFor()
}

export async function approve(page, about) {
  await page.goto('/?visa=arbete')
  await unfold(page)
  await page.getByRole('link', { name: new RegExp(about) }).first().waitFor()
  await page.goto(`/underlag?q=${encodeURIComponent(about)}`)
  await page.locator('table.data tbody tr').first().getByRole('link').first().click()
  await page.getByRole('button', { name: /^Fastställ version/ }).first().click()
  await page.locator('.notice.is-success').waitFor()
}
