import { file as files } from '@liren/contract/capabilities/file'
import { Button, Progress } from 'antd'
import { useRef, useState } from 'react'
import { asApiError } from '../../app/api/error.ts'
import { upload } from '../../app/api/upload.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import style from './archive.module.css'
import { FilesOf } from './files.tsx'
import { words } from './words.ts'

interface Props {
  readonly id?: string
  readonly value?: readonly string[] | null
  readonly onChange?: (ids: readonly string[]) => void
  readonly most: number
}

/** Pictures and papers of a file: sent when they are chosen, kept when the form is saved. */
export function FilesInput({ id, value, onChange, most }: Props) {
  const t = useWords(words)
  const language = useLanguage()
  const chooser = useRef<HTMLInputElement>(null)
  const [part, setPart] = useState<number>()
  const [fault, setFault] = useState<string>()
  const ids = value ?? []
  const send = async (chosen: readonly File[]) => {
    setFault(undefined)
    let sent = [...ids]
    try {
      for (const one of chosen.slice(0, most - ids.length)) {
        setPart(0)
        const { id: added } = await upload(files.endpoints.upload, one, { onProgress: setPart })
        sent = [...sent, added]
        onChange?.(sent)
      }
    } catch (error) {
      setFault(asApiError(error)[language])
    } finally {
      setPart(undefined)
    }
  }
  return (
    <div className={style.uploads}>
      {ids.map((one) => (
        <div key={one}>
          <FilesOf ids={[one]} />
          <Button
            size="small"
            type="text"
            icon={<Icon name="close" size={14} />}
            aria-label={t('removeFile')}
            onClick={() => onChange?.(ids.filter((kept) => kept !== one))}
          />
        </div>
      ))}
      {ids.length < most && (
        <Button {...(id ? { id } : {})} icon={<Icon name="upload" />} loading={part !== undefined} onClick={() => chooser.current?.click()}>
          {t('upload')}
        </Button>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        style={{ display: 'none' }}
        multiple={most > 1}
        accept="image/*,application/pdf,text/plain"
        onChange={(event) => {
          void send([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {part !== undefined && <Progress percent={Math.round(part * 100)} size="small" />}
      {fault && <p role="alert">{fault}</p>}
    </div>
  )
}
