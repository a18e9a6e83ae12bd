export { default } from '../../../../miniapp/src/pkg-life/map/index'
