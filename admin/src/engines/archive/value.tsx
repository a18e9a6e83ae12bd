import { type Archive, type Field, type FieldValue, fieldOf, type Option } from '@liren/contract/archive/index'
import { dictionary } from '@liren/contract/capabilities/dictionary'
import { useCallback } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

/** What a field chooses from: its own words, or those that its dictionary holds now. */
export function useOptions(): (field: Field) => readonly Option[] {
  const asked = useQuery(dictionary.endpoints.list)
  return useCallback(
    (field) => {
      if (field.dictionary === undefined) return field.options
      const found = asked.data?.items.find(({ code }) => code === field.dictionary)
      return found ? found.items.filter((item) => !item.retired) : field.options
    },
    [asked.data],
  )
}

/** A value as people read it. */
export function useValueText(definition: Archive): (name: string, value: FieldValue | undefined) => string {
  const t = useWords(words)
  const say = useText()
  const options = useOptions()
  return useCallback(
    (name, value) => {
      if (value === null || value === undefined || value === '') return t('none')
      const field = fieldOf(definition, name)
      if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
      if (typeof value === 'object') return t('files', { count: value.length })
      if (field.kind === 'choice') return say(options(field).find(({ code }) => code === value)?.text) || String(value)
      if (typeof value === 'number' && field.unit) return `${value} ${say(field.unit)}`
      return String(value)
    },
    [definition, t, say, options],
  )
}
