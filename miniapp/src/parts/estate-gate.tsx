import { useClient } from '@liren/client'
import type { Text } from '@liren/contract'
import { type ReactNode, useState } from 'react'
import { useSay } from '@/words/kit'
import { PrimaryButton } from './button'
import { EmptyState } from './empty-state'
import { EstatePicker } from './estate-picker'

/** Asks a guest for an estate first, where what follows belongs to one. */
export function EstateGate({ isChosen, title, children }: { isChosen: boolean; title: Text; children: ReactNode }) {
  const say = useSay()
  const { community } = useClient()
  const [picking, setPicking] = useState(false)
  if (isChosen) return children
  return (
    <>
      <EmptyState scene="gate" title={say(title)}>
        <PrimaryButton id="choose-estate" onTap={() => setPicking(true)}>
          {say(title)}
        </PrimaryButton>
      </EmptyState>
      <EstatePicker
        open={picking}
        onChoose={(chosen) => {
          community.choose(chosen)
          setPicking(false)
        }}
        onClose={() => setPicking(false)}
      />
    </>
  )
}
