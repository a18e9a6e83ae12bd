import { device } from '@liren/contract/capabilities/device'
import type { ModelElement } from '@liren/contract/map/answers'
import type { Position } from '@liren/contract/map/position'
import { App, Button, InputNumber } from 'antd'
import { useState } from 'react'
import { useAction } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { useMay } from '../../../app/session/store.ts'
import { ErrorPanel } from '../../../parts/state/error-panel.tsx'
import { words } from './words.ts'

export interface Mover {
  readonly isPicking: boolean
  /** Where somebody pointed since. */
  readonly to: Position | undefined
  readonly onPicking: (isPicking: boolean) => void
}

/** Puts a device elsewhere in the model: its own record moves, with a version and an entry in its history. */
export function MoveElement({ element, mover }: { element: ModelElement; mover: Mover }) {
  const t = useWords(words)
  const may = useMay(device.endpoints.update.permission)
  const { message } = App.useApp()
  const save = useAction(device.endpoints.update)
  const [floor, setFloor] = useState<number | null>(element.floor)
  const { isPicking, to, onPicking } = mover
  const { version } = element
  if (!may || element.subject !== 'device' || version === null) return null
  if (!isPicking) return <Button onClick={() => onPicking(true)}>{t('move')}</Button>
  const submit = async () => {
    const body = { version, floor, ...(to ? { longitude: to[0], latitude: to[1] } : {}) }
    const saved = await save.run({ params: { id: element.recordId }, body })
    if (!saved) return
    onPicking(false)
    void message.success(t('moved', { version: saved.version }))
  }
  return (
    <form
      aria-label={t('move')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <p role="status">{to ? t('movesTo', { position: `${to[0].toFixed(6)}, ${to[1].toFixed(6)}` }) : t('pickPlace')}</p>
      <p>
        {t('floor')}{' '}
        <InputNumber aria-label={t('floor')} min={-9} max={200} precision={0} value={floor} onChange={(next) => setFloor(next)} />
      </p>
      {save.error && <ErrorPanel error={save.error} retry={save.clear} />}
      <p>
        <Button type="primary" htmlType="submit" loading={save.running}>
          {t('saveMove')}
        </Button>{' '}
        <Button onClick={() => onPicking(false)}>{t('cancelMove')}</Button>
      </p>
    </form>
  )
}
