import { Watermark } from 'antd'
import type { ReactNode } from 'react'
import { useAddress } from '../../app/address.ts'

/** Who came by a share sees their name and the time over the record, so that every picture of the screen says whose it is. */
export function Marked({ children }: { children: ReactNode }) {
  const mark = useAddress()[0].get('mark')
  return mark ? <Watermark content={mark.slice(0, 80)}>{children}</Watermark> : children
}
