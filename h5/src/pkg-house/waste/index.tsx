export { default } from '../../../../miniapp/src/pkg-house/waste/index'
