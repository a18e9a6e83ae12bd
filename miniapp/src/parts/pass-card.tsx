import type { ReactNode } from 'react'
import { Box } from '@/platform/elements'
import './pass-card.css'

/** The notched card of this house: passes, receipts, tickets, and the answer to a submission. */
export function PassCard({ head, children, stamp }: { head: ReactNode; children: ReactNode; stamp?: string }) {
  return (
    <Box className="pass-card">
      <Box className="pass-head">
        <Box className="pass-skyline" mute />
        {head}
      </Box>
      <Box className="pass-notch" mute />
      <Box className="pass-body">{children}</Box>
      {stamp ? <Box className="pass-stamp">{stamp}</Box> : null}
    </Box>
  )
}
