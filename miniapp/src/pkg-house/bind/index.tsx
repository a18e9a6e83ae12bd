import { useCall, useClient, useSend } from '@liren/client'
import { household as contract, relationTexts } from '@liren/contract/capabilities/household'
import { useState } from 'react'
import { LinkButton, PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { ErrorNote } from '@/parts/error-panel'
import { Icon } from '@/parts/icon'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { swap } from '@/platform/nav'
import { houseWords as words } from '@/words/house'
import { useSay } from '@/words/kit'
import { ProofForm } from './proof-form'

/** The house whose number is mine: one tap. Any other: choose it and add a proof. */
export default function Bind() {
  const say = useSay()
  return (
    <Page page="pkg-house/bind" title={words.bindTitle}>
      <PermissionGate preview={say(words.preview)}>
        <Choose />
      </PermissionGate>
    </Page>
  )
}

function Choose() {
  const say = useSay()
  const toast = useToast()
  const { platform, community } = useClient()
  const { call } = useMe()
  const matches = useCall(contract.endpoints.matches, {})
  const { send, sending, error } = useSend(contract.endpoints.claim)
  const [proof, setProof] = useState(false)

  return (
    <Loaded of={matches} shape="cards">
      {({ items }) => (
        <>
          {items.length > 0 ? (
            <Box as="section" id="matches">
              <Box className="heading">{say(words.matched)}</Box>
              <Box className="secondary">{say(words.matchedBody)}</Box>
              <ErrorNote error={error} />
              {items.map(({ house, relation }) => (
                <Box key={house.id} className="card bind-card">
                  <Box className="row gap-12">
                    <Icon name="home" className="lead-icon" />
                    <Box className="grow">
                      <Box className="heading">{`${house.estate} ${house.name}`}</Box>
                      <Box className="secondary">{say(relationTexts[relation])}</Box>
                    </Box>
                  </Box>
                  <PrimaryButton
                    id={`bind-${house.id}`}
                    busy={sending}
                    onTap={() =>
                      void send({ body: { houseId: house.id, by: 'phone', relation } }).then(async (claim) => {
                        if (claim === null) return
                        community.choose({ id: house.estateId, name: house.estate, community: '' })
                        await call.reload()
                        platform.vibrate('success')
                        toast(words.bound)
                        swap('/pkg-house/list')
                      })
                    }
                  >
                    {say(words.bindThis(house.name))}
                  </PrimaryButton>
                </Box>
              ))}
            </Box>
          ) : (
            <EmptyState scene="gate" title={say(words.noMatch)} body={say(words.noMatchBody)} />
          )}
          {items.length > 0 && !proof ? (
            <Box className="center">
              <LinkButton id="by-proof" onTap={() => setProof(true)}>
                {say(words.byProof)}
              </LinkButton>
            </Box>
          ) : (
            <ProofForm />
          )}
        </>
      )}
    </Loaded>
  )
}
