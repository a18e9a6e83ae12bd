import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { lazy, Suspense } from 'react'
import { call } from '../api/call.ts'
import { ChangeStep } from './change-step.tsx'
import { CodeStep } from './code-step.tsx'

/** Drawing a QR code takes more than everything else at the door, and most people have seen theirs. */
const EnrolStep = lazy(() => import('./enrol-step.tsx').then((module) => ({ default: module.EnrolStep })))

/** What is still asked of somebody who has given the password: a second factor, setting one up, a new password. */
export function Threshold({ me, onDone }: { me: Me; onDone: (me: Me) => void }) {
  const again = async () => onDone(await call(session.endpoints.me))
  if (me.secondFactor === 'required') return <CodeStep by="code" onDone={onDone} />
  if (me.mustChangePassword) return <ChangeStep onDone={onDone} />
  if (me.secondFactor === 'enrol')
    return (
      <Suspense>
        <EnrolStep onDone={again} />
      </Suspense>
    )
  return null
}
