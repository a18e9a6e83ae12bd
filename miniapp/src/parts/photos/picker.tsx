import { useClient } from '@liren/client'
import { Box, Picture, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { photoWords as words } from '@/words/report'
import { Icon } from '../icon'
import { type KeptPhoto, type Photo, usePhotos } from './use-photos'
import '../notes.css'
import './picker.css'

interface PickerProps {
  readonly kept: readonly KeptPhoto[]
  readonly onChange: (kept: KeptPhoto[]) => void
  readonly most?: number
  readonly watermark?: readonly string[]
  /** Proof of staff is taken on the spot. */
  readonly cameraOnly?: boolean
}

/** Camera first; each photo shows how far it is, and can be sent again or taken out by itself. */
export function PhotoPicker({ kept, onChange, most = 9, watermark, cameraOnly }: PickerProps) {
  const say = useSay()
  const { platform } = useClient()
  const view = usePhotos({ kept, onChange, most, ...(watermark ? { watermark } : {}) })
  return (
    <Box>
      <Box className="photos">
        {view.photos.map((photo, index) => (
          <Shot
            key={photo.file}
            photo={photo}
            at={index + 1}
            onLook={() =>
              platform.previewPhotos(
                view.photos.map(({ preview }) => preview),
                index,
              )
            }
            onRetry={() => view.retry(photo.file)}
            onRemove={() => view.remove(photo.file)}
          />
        ))}
        {kept.length < most ? (
          <>
            <Tap id="take-photo" className="photo-add photo-take" onTap={() => void view.add('camera')}>
              <Icon name="camera" className="photo-add-icon" />
              {say(kept.length === 0 ? words.take : words.add)}
            </Tap>
            {cameraOnly ? null : (
              <Tap id="choose-photo" className="photo-add" onTap={() => void view.add('album')}>
                <Icon name="photo" className="photo-add-icon" />
                {say(words.choose)}
              </Tap>
            )}
          </>
        ) : null}
      </Box>
      {view.notice ? (
        <Box className="note note-warning note-round" role="status">
          {say(view.notice)}
        </Box>
      ) : null}
    </Box>
  )
}

function Shot({
  photo,
  at,
  onLook,
  onRetry,
  onRemove,
}: {
  photo: Photo
  at: number
  onLook: () => void
  onRetry: () => void
  onRemove: () => void
}) {
  const say = useSay()
  return (
    <Box className="photo">
      <Tap
        className="photo-look"
        onTap={photo.state === 'failed' ? onRetry : onLook}
        label={say(photo.state === 'failed' ? words.retry(at) : words.look(at))}
      >
        {photo.preview ? <Picture src={photo.preview} alt="" className="photo-picture" /> : <Box className="photo-picture" />}
        {photo.state === 'sent' ? null : (
          <Box className="photo-state">
            {photo.state === 'sending' ? (
              <Box className="number">{Math.round(photo.share * 100)}%</Box>
            ) : (
              <>
                <Icon name={photo.state === 'failed' ? 'refresh' : 'clock'} />
                <Box>{say(photo.state === 'failed' ? words.failed : words.waiting)}</Box>
              </>
            )}
          </Box>
        )}
      </Tap>
      <Tap className="photo-remove" onTap={onRemove} label={say(words.remove(at))}>
        <Icon name="close" />
      </Tap>
    </Box>
  )
}
