import { file } from '@liren/contract/capabilities/file'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { Marked } from '../../parts/text/marked.tsx'
import style from './search.module.css'

/** A document is opened by a link that works for some minutes, so it is asked for when it is wanted. */
export function DocumentTitle({ id, title, looked }: { id: string; title: string; looked: string }) {
  const [asking, setAsking] = useState(false)
  const open = async () => {
    setAsking(true)
    try {
      const { url } = await call(file.endpoints.read, { params: { id } })
      window.location.assign(url)
    } finally {
      setAsking(false)
    }
  }
  return (
    <button type="button" className={style.document} disabled={asking} onClick={() => void open().catch(() => {})}>
      <Marked text={title} looked={looked} />
    </button>
  )
}
