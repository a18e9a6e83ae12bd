import type { FieldValue } from '@liren/contract/archive/index'
import { useText, useWords } from '../../app/language/use.ts'
import { Section } from '../drawer/record-drawer.tsx'
import { MaskedText } from '../mask/masked-text.tsx'
import { type Fact, Facts } from '../page/page.tsx'
import { useAddedText, useAskedFields } from './use-custom.ts'
import { words } from './words.ts'

interface Props {
  readonly archive: string
  readonly file: {
    readonly place: { readonly id: string } | null
    readonly values: Readonly<Record<string, FieldValue>>
    readonly custom: Readonly<Record<string, FieldValue>>
    readonly masked: readonly string[]
  }
  /** Absent: this reader may reveal nothing. */
  readonly reveal: ((code: string) => (reason: string) => Promise<FieldValue | undefined>) | undefined
}

/** What is known of the fields that the community added. */
export function AddedFacts({ archive, file, reveal }: Props) {
  const say = useText()
  const group = useWords(words)('group')
  const textOf = useAddedText()
  const fields = useAskedFields(archive, file.place?.id, file.values)
  if (fields.length === 0) return null
  const factOf = (added: (typeof fields)[number]): Fact => {
    const label = say(added.label)
    const value = file.custom[added.code]
    if (!file.masked.includes(`custom.${added.code}`)) return { label, value: textOf(added, value) }
    const open = reveal?.(added.code)
    return {
      label,
      value: (
        <MaskedText
          value={typeof value === 'string' ? value : '***'}
          reveal={open && (async (reason) => textOf(added, await open(reason)))}
        />
      ),
    }
  }
  return (
    <Section title={group}>
      <Facts items={fields.map(factOf)} />
    </Section>
  )
}
