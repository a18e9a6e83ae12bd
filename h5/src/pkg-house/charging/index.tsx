export { default } from '../../../../miniapp/src/pkg-house/charging/index'
