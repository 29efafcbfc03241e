import type { Key } from 'node:readline'
import { styleText } from 'node:util'
import { S_CHECKBOX_INACTIVE, S_CHECKBOX_SELECTED, unicodeOr } from '@clack/prompts'
import { AutocompletePrompt } from '@clack/core'
import { looksLikeSecret } from '../../answers/secret-shapes.ts'
import type { AskIo } from '../io.ts'
import { texts } from '../texts.ts'
import { bodyWidth, drawFrame, wrap } from './frame.ts'
import { drawOptions, labelsOf, type Option } from './options.ts'
import { circles, type ChoiceQuestion } from './prompt-choice.ts'
import { MASK } from './prompt-text.ts'
import { runPrompt, type Common, type Prompt } from './run-prompt.ts'

/** Asks for one of many: typing narrows the list. */
export async function promptSearch(io: AskIo, question: ChoiceQuestion<string>): Promise<string> {
  return runPrompt<string>(io, question.title, (common, former = question.suggestion) => new SearchPrompt(question, [former], false, common) as Prompt<string>)
}

/** Asks for any number of many, in the order of choosing. */
export async function promptMany(io: AskIo, question: Omit<ChoiceQuestion<string>, 'suggestion'>): Promise<readonly string[]> {
  return runPrompt<readonly string[]>(io, question.title, (common, former = []) => new SearchPrompt(question, former, true, common) as Prompt<string[]>)
}

const ARROW = unicodeOr('›', '>')

type SearchQuestion = Omit<ChoiceQuestion<string>, 'suggestion'>

class SearchPrompt extends AutocompletePrompt<Option<string>> {
  #warned = false

  constructor(question: SearchQuestion, chosen: readonly string[], multiple: boolean, common: Common) {
    const { options } = question
    super({
      ...common,
      multiple,
      options: [...options],
      initialValue: [...chosen],
      filter: (search, option) => matches(search, option, options),
      validate: (value) => this.refuse(value),
      render: () => this.draw(question),
    })
  }

  /** Space selects whatever was typed before; clack would take it as a part of the search until an arrow is pressed. */
  protected override _isActionKey(char: string | undefined, key: Key): boolean {
    if (this.multiple && key.name === 'space') this.isNavigating = true
    return super._isActionKey(char, key)
  }

  /** Somebody who searches a channel and presses Enter means it, but clack would go on without it. */
  private refuse(value: string | string[] | undefined): string | undefined {
    if (looksLikeSecret(this.userInput)) {
      this._clearUserInput()
      return texts.secretSearched
    }
    if (!this.multiple) return value === undefined ? texts.noMatch : undefined
    if (this.filteredOptions.length === 0) return texts.noMatch
    const touched = this.userInput !== '' || this.cursor !== 0
    if (this.selectedValues.length > 0 || !touched || this.#warned) return undefined
    this.#warned = true
    return texts.nothingSelected
  }

  private draw({ title, help, options }: SearchQuestion): string {
    const { output, cursor } = this
    const foot = this.state === 'error' ? this.error : texts.keys[this.multiple ? 'many' : 'search']
    const frame = { state: this.state, title, help, foot, answer: labelsOf(options, this.selectedValues).join(', ') || texts.none }
    const search = wrap(this.drawSearch(), bodyWidth(output))
    const marks = this.multiple ? { mark: (option: Option<string>, active: boolean) => this.drawBox(option, active), markWidth: 3 } : circles
    const none = foot === texts.noMatch ? [] : wrap(texts.noMatch, bodyWidth(output))
    const list = this.filteredOptions.length === 0 ? none : drawOptions({ options: this.filteredOptions, cursor, ...marks, frame, output, above: search.length })
    return drawFrame({ ...frame, body: [...search, ...list] }, output)
  }

  private drawSearch(): string {
    const count = this.multiple && this.selectedValues.length > 0 ? ` ${styleText('dim', texts.selected(this.selectedValues.length))}` : ''
    const search = looksLikeSecret(this.userInput) ? MASK : this.userInput
    return `${styleText('dim', texts.search)} ${search}\u2588${count}`
  }

  /** The arrow shows where one is, without colours too. */
  private drawBox({ value }: Option<string>, active: boolean): string {
    const box = this.selectedValues.includes(value) ? styleText('green', S_CHECKBOX_SELECTED) : styleText('dim', S_CHECKBOX_INACTIVE)
    return `${active ? styleText('cyan', ARROW) : ' '}${box}`
  }
}

/** Whole values win: `fra` means Frankfurt, not also France. Then names; hints only where no name matches. */
function matches(search: string, option: Option<string>, options: readonly Option<string>[]): boolean {
  const wanted = plain(search)
  if (options.some(({ value }) => value === wanted)) return option.value === wanted
  return (options.some((one) => isNamed(one, wanted)) ? isNamed : isDescribed)(option, wanted)
}

function isNamed({ value, label, words }: Option<string>, wanted: string): boolean {
  return plain(`${value} ${label} ${words ?? ''}`).includes(wanted)
}

function isDescribed({ hint }: Option<string>, wanted: string): boolean {
  return plain(hint ?? '').includes(wanted)
}

/** Without capitals, accents and spaces, so that `sao` finds São Paulo. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\s]/gu, '').toLowerCase()
}
