import 'maplibre-gl/dist/maplibre-gl.css'
import { Map as Engine, setWorkerUrl } from 'maplibre-gl'
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'

setWorkerUrl(worker)

export { Engine }
