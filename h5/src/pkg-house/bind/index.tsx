export { default } from '../../../../miniapp/src/pkg-house/bind/index'
