export { default } from './map-page.tsx'
