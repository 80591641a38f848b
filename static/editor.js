// <markdown-editor>: a toolbar, a preview and paste from Word around a textarea, which works without it.
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props)
  element.append(...children)
  return element
}
// A parsed document has this page's policy, which refuses Word's style sheet.
const parse = html => new DOMParser().parseFromString(html.replace(/<style[^>]*>[^]*?<\/style>/gi, ''), 'text/html')
const say = text => { document.getElementById('live').textContent = text }

const clean = text => text.replace(/\s+/g, ' ').replace(/[\\`*[\]<]/g, '\\$&')
const wrap = (mark, text) => text.trim() ? text.replace(/^(\s*)(.*?)(\s*)$/s, `$1${mark}$2${mark}$3`) : text
const inner = node => [...node.childNodes].map(toMarkdown).join('')
const block = text => text.trim() ? `\n\n${text.trim()}\n\n` : ''

function items(list) {
  return [...list.children].map((item, at) => {
    const mark = list.localName === 'ol' ? `${at + 1}. ` : '- '
    return item.localName === 'li' ? mark + inner(item).trim().replace(/\n{2,}/g, '\n').replace(/\n/g, '\n' + ' '.repeat(mark.length)) : items(item)
  }).join('\n')
}

function rows(table) {
  const lines = [...table.rows].map(row => [...row.cells].map(cell => inner(cell).trim().replace(/\s+/g, ' ').replace(/\|/g, '\\|')))
  if (lines.length) lines.splice(1, 0, lines[0].map(() => '---'))
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

function toMarkdown(node) {
  if (node.nodeType === 3) return clean(node.data)
  if (node.nodeType !== 1) return ''
  const tag = node.localName
  const style = node.dataset.style || ''
  if (/^(style|script|head|title|meta|link|o:p|img|svg)$/.test(tag) || /mso-list:\s*ignore/i.test(style)) return ''
  if (tag === 'br') return '\n'
  if (tag === 'ul' || tag === 'ol') return node.parentElement.localName === 'li' ? '\n' + items(node) : block(items(node))
  if (tag === 'table') return block(rows(node))
  if (/^h[1-6]$/.test(tag)) return block('#'.repeat(Math.max(2, Math.min(4, tag[1]))) + ' ' + inner(node).trim())
  if (/MsoList/.test(node.className)) {
    const level = Number(/level(\d)/.exec(style)?.[1] || 1)
    return `\n${'   '.repeat(level - 1)}${/^\s*\d+[.)]/.test(node.textContent) ? '1.' : '-'} ${inner(node).trim()}`
  }
  if (tag === 'blockquote') return block(inner(node).trim().replace(/^/gm, '> '))
  if (/^(p|div|section|article|dt|dd|pre)$/.test(tag)) return block(inner(node).trim().replace(/^([#>+-]|\d+[.)])(?=\s)/, '\\$1'))
  const text = inner(node)
  if (tag === 'a' && /^(https?|mailto):/i.test(node.getAttribute('href')) && text.trim()) return `[${text.trim()}](${node.href.replace(/[()\s]/g, sign => '%' + sign.charCodeAt(0).toString(16))})`
  if (/^(b|strong)$/.test(tag) ? !/weight:\s*(normal|400)/.test(style) : /weight:\s*(bold|[6-9]00)/.test(style)) return wrap('**', text)
  if (/^(i|em)$/.test(tag) || /style:\s*italic/.test(style)) return wrap('*', text)
  return text
}

const TOOLS = [
  ['Fet', text => `**${text || 'text'}**`], ['Kursiv', text => `*${text || 'text'}*`],
  ['Rubrik', '## '], ['Punktlista', '- '], ['Numrerad lista', '1. '],
  ['Länk', text => /^https?:/.test(text) ? `[länktext](${text})` : `[${text || 'länktext'}](https://)`], ['Citat', '> '],
]

customElements.define('markdown-editor', class extends HTMLElement {
  connectedCallback() {
    const area = this.area = this.querySelector('textarea')
    if (!area || this.querySelector('.toolbar')) return
    const buttons = TOOLS.map(([label, tool]) => make('button', { type: 'button', textContent: label, onclick: () => this.apply(tool) }))
    const look = make('button', { type: 'button', className: 'is-last', textContent: 'Förhandsgranska', onclick: () => this.look(look) })
    look.setAttribute('aria-pressed', 'false')
    const bar = make('div', { className: 'toolbar' }, ...buttons, look)
    const label = area.labels[0]?.firstChild.textContent.trim() || 'text'
    for (const [name, value] of [['role', 'toolbar'], ['aria-label', `Formatera: ${label}`], ['aria-controls', area.id]]) bar.setAttribute(name, value)
    const all = [...buttons, look]
    all.forEach((button, at) => { button.tabIndex = at ? -1 : 0 })
    bar.onkeydown = event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      const usable = all.filter(button => !button.disabled)
      if (!step) return
      event.preventDefault()
      const next = usable.at((usable.indexOf(event.target) + step) % usable.length)
      all.forEach(button => { button.tabIndex = button === next ? 0 : -1 })
      next.focus()
    }
    area.before(bar)
    area.addEventListener('paste', event => this.paste(event))
  }

  insert(text) {
    this.area.focus()
    if (!document.execCommand('insertText', false, text)) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, 'end')
      this.area.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }

  apply(tool) {
    const { area } = this
    if (typeof tool === 'string') {
      area.selectionStart = area.value.lastIndexOf('\n', area.selectionStart - 1) + 1
      const lines = area.value.slice(area.selectionStart, area.selectionEnd).split('\n')
      return this.insert(lines.map((line, at) => (tool === '1. ' ? `${at + 1}. ` : tool) + line).join('\n'))
    }
    this.insert(tool(area.value.slice(area.selectionStart, area.selectionEnd)))
  }

  paste(event) {
    const html = event.clipboardData?.getData('text/html')
    if (!html || !/<(p|h[1-6]|b|strong|i|em|li|table|a|div)[\s>]/i.test(html)) return
    const text = inner(parse(html.replace(/\s(style|on\w+)=/gi, ' data-$1=')).body).replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
    if (!text) return
    event.preventDefault()
    this.insert(text)
  }

  async look(button) {
    const shown = this.querySelector('.preview')
    const show = on => {
      this.area.hidden = on
      button.setAttribute('aria-pressed', on)
      for (const other of this.querySelectorAll('.toolbar button:not(.is-last)')) other.disabled = on
    }
    if (shown) { shown.remove(); return show(false) }
    try {
      const answer = await fetch('/forhandsgranska', { method: 'POST', body: new URLSearchParams({ text: this.area.value }) })
      if (!answer.ok) throw new Error(answer.status)
      const pane = make('div', { className: 'preview prose', tabIndex: 0 }, ...parse(await answer.text()).body.childNodes)
      pane.setAttribute('role', 'region')
      pane.setAttribute('aria-label', 'Förhandsgranskning')
      show(true)
      this.area.after(pane)
      say('Förhandsgranskningen visas.')
    } catch { say('Förhandsgranskningen gick inte att hämta. Texten finns kvar.') }
  }
})
