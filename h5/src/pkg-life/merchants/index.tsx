export { default } from '../../../../miniapp/src/pkg-life/merchants/index'
