/**
 * What a terminal shows after the bytes that were written to it, scrollback included: enough of one for clack's
 * cursor moves and erasures. Colours are dropped.
 */
export class Screen {
  readonly #lines: string[] = ['']
  #row = 0
  #column = 0
  cursorHidden = false
  /** The most columns that a line ever had. */
  widest = 0

  write(text: string): void {
    for (const [token, parameters, command] of text.matchAll(/\u001b\[([?\d;]*)([A-Za-z])|[\s\S]/gu)) {
      if (command !== undefined) this.#control(command, parameters ?? '')
      else if (token === '\n') this.#moveTo(this.#row + 1, 0)
      else if (token === '\r') this.#column = 0
      else this.#put(token)
    }
  }

  text(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n').trimEnd()
  }

  #control(command: string, parameters: string): void {
    const count = Number(parameters) || 1
    if (command === 'A') this.#moveTo(this.#row - count, this.#column)
    else if (command === 'B') this.#moveTo(this.#row + count, this.#column)
    else if (command === 'C') this.#column += count
    else if (command === 'D') this.#column = Math.max(0, this.#column - count)
    else if (command === 'G') this.#column = count - 1
    else if (command === 'J') this.#eraseDown()
    else if (command === 'K') this.#lines[this.#row] = ''
    else if (parameters === '?25') this.cursorHidden = command === 'l'
    else if (command !== 'm') throw new Error(`the screen does not know CSI ${parameters}${command}`)
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row)
    this.#column = column
    while (this.#lines.length <= this.#row) this.#lines.push('')
  }

  #eraseDown(): void {
    this.#lines.length = this.#row + 1
    this.#lines[this.#row] = this.#line().slice(0, this.#column)
  }

  #put(character: string): void {
    const line = this.#line().padEnd(this.#column)
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1)
    this.#column++
    this.widest = Math.max(this.widest, this.#column)
  }

  #line(): string {
    return this.#lines[this.#row] ?? ''
  }
}
