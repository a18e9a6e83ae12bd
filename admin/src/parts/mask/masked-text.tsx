import { Button, Popover } from 'antd'
import { useEffect, useState } from 'react'
import { asApiError } from '../../app/api/error.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import style from './mask.module.css'
import { words } from './words.ts'

const shownFor = 60

interface Props {
  readonly value: string | null
  /** Asks for the plain value with a reason; without it the value stays masked. */
  readonly reveal?: ((reason: string) => Promise<string | null>) | undefined
}

/** 138****5678, and the plain number for a minute to those who may see it and say why. */
export function MaskedText({ value, reveal }: Props) {
  const t = useWords(words)
  const [plain, setPlain] = useState<string | null>()
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (plain === undefined) return
    if (left <= 0) {
      setPlain(undefined)
      return
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [plain, left])

  if (value === null) return <span className={style.none}>{t('none')}</span>
  if (plain !== undefined) {
    return (
      <span className={style.plain}>
        <strong>{plain ?? t('none')}</strong>
        <button type="button" className={style.eye} aria-label={t('hide')} onClick={() => setPlain(undefined)}>
          <Icon name="conceal" size={16} />
        </button>
        <small>{t('hides', { seconds: left })}</small>
      </span>
    )
  }
  return (
    <span className={style.plain}>
      {value}
      {reveal && (
        <Reveal
          reveal={reveal}
          onShown={(next) => {
            setPlain(next)
            setLeft(shownFor)
          }}
        />
      )}
    </span>
  )
}

function Reveal({ reveal, onShown }: { reveal: (reason: string) => Promise<string | null>; onShown: (plain: string | null) => void }) {
  const t = useWords(words)
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const [fault, setFault] = useState<string>()

  const ask = async () => {
    setAsking(true)
    setFault(undefined)
    try {
      const plain = await reveal(reason.trim())
      setOpen(false)
      setReason('')
      onShown(plain)
    } catch (error) {
      setFault(asApiError(error).say(language))
    } finally {
      setAsking(false)
    }
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottom"
      content={
        <form
          className={style.ask}
          data-own-keys
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim().length >= 2) void ask()
          }}
        >
          <label htmlFor="reveal-reason">{t('why')}</label>
          <input
            id="reveal-reason"
            value={reason}
            maxLength={200}
            placeholder={t('reason')}
            onChange={(event) => setReason(event.target.value)}
          />
          {fault && <p role="alert">{fault}</p>}
          <Button htmlType="submit" type="primary" size="small" loading={asking} disabled={reason.trim().length < 2}>
            {t('submit')}
          </Button>
        </form>
      }
    >
      <button type="button" className={style.eye} aria-label={t('show')}>
        <Icon name="eye" size={16} />
      </button>
    </Popover>
  )
}
