import { Button, Input } from 'antd'
import { type ComponentRef, useLayoutEffect, useRef } from 'react'
import { useWords } from '../../app/language/use.ts'
import { words } from './editor-words.ts'
import style from './notice.module.css'
import { type Written, withSign, withTable } from './signs.ts'

interface Props {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (text: string) => void
  readonly rows: number
  readonly maxLength: number
}

/** A text with the few signs of a notice, put in by buttons for who does not know them. */
export function BodyField({ id, value = '', onChange, rows, maxLength }: Props) {
  const t = useWords(words)
  const field = useRef<ComponentRef<typeof Input.TextArea>>(null)
  const marked = useRef<Written | undefined>(undefined)
  // The pen is put where it belongs once the changed text is on the page.
  useLayoutEffect(() => {
    const after = marked.current
    if (!after || after.text !== value) return
    marked.current = undefined
    const area = field.current?.resizableTextArea?.textArea
    area?.focus()
    area?.setSelectionRange(after.from, after.to)
  }, [value])
  const write = (change: (written: Written) => Written) => {
    const area = field.current?.resizableTextArea?.textArea
    const after = change({ text: value, from: area?.selectionStart ?? value.length, to: area?.selectionEnd ?? value.length })
    if (after.text.length > maxLength) return
    marked.current = after
    onChange?.(after.text)
  }
  return (
    <>
      <div className={style.signs} role="toolbar" aria-label={t('signs')}>
        <Button size="small" onClick={() => write((written) => withSign(written, 'heading'))}>
          {t('heading')}
        </Button>
        <Button size="small" onClick={() => write((written) => withSign(written, 'item'))}>
          {t('item')}
        </Button>
        <Button size="small" onClick={() => write((written) => withTable(written, [t('columnOne'), t('columnTwo')]))}>
          {t('table')}
        </Button>
      </div>
      <Input.TextArea
        ref={field}
        {...(id === undefined ? {} : { id })}
        value={value}
        onChange={(event) => onChange?.(event.target.value)}
        rows={rows}
        maxLength={maxLength}
        showCount
      />
    </>
  )
}
