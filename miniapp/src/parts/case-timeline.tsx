import { useClient } from '@liren/client'
import { text } from '@liren/contract'
import type { ReactNode } from 'react'
import { Box, Picture, Tap } from '@/platform/elements'
import { media } from '@/platform/media'
import { useSay } from '@/words/kit'
import { TimeText } from './time-text'
import './case-timeline.css'

export interface Step {
  readonly id: string
  readonly at: string
  readonly title: string
  readonly who?: string
  readonly note?: string | null
  readonly photos?: readonly { id: string; url: string; thumb: string }[]
  readonly extra?: ReactNode
}

const photoWords = text('查看照片', 'See the photo')

/** What happened, newest first, like the way of a parcel. */
export function CaseTimeline({ steps }: { steps: readonly Step[] }) {
  const say = useSay()
  const { platform } = useClient()
  return (
    <Box className="timeline" role="list">
      {steps.map((step, index) => (
        <Box key={step.id} className={`moment ${index === 0 ? 'moment-now' : ''}`} role="listitem">
          <Box className="moment-dot" mute />
          <Box className="row between gap-8 wrap">
            <Box className="moment-title">{step.title}</Box>
            <TimeText at={step.at} className="small" />
          </Box>
          {step.who ? <Box className="secondary">{step.who}</Box> : null}
          {step.note ? <Box className="keep-lines">{step.note}</Box> : null}
          {step.photos?.length ? (
            <Box className="row gap-8 wrap moment-photos">
              {step.photos.map((photo, at) => (
                <Tap
                  key={photo.id}
                  label={say(photoWords)}
                  onTap={() =>
                    platform.previewPhotos(
                      (step.photos ?? []).map(({ url }) => media(url)),
                      at,
                    )
                  }
                >
                  <Picture src={media(photo.thumb)} alt="" className="thumb" />
                </Tap>
              ))}
            </Box>
          ) : null}
          {step.extra}
        </Box>
      ))}
    </Box>
  )
}
