/**
 * Primes of RSA keys for tests: to look for new ones takes a second a key. They stand in public and protect nothing.
 *
 * Left out: more than six keys of 2,048 bits; a longer chain uses them in turn.
 */

/** Base64 of the two primes of each key of 2,048 bits. */
export const RSA_2048: readonly (readonly [p: string, q: string])[] = [
  [
    'yd2xn7YNPNPyf3vbjuKQQk6MSoRWWPVnBbJJP2yCcxg+KqC9ARSPZKHdlAhQ7N3ifbAtXsXQTeyOV+xeJFYEnCX3DMmEKxEPUk80r8HdLvNm+TG3g0QKnEvLm1oqlEIO/tuVe6t21eJaDqxUsYC7wdqANQQYpfsTxqQzz92vBAM=',
    'yNOkjXrYsRAZtdQKZ3RTA7l2QJ54HBCqdfFMi02rf7TrkCGI8uexsss/UfNcRmBjKg06HYKeVBpbFo70z9TTOc8T9YYn7n/cNuCZ+knWwuaN+InJANqndCd2nTYgxvq3sG9MbsQJlw9fqWgKpe4zVPJRV1vbV+C3UD2QAATF8MU=',
  ],
  [
    'ynvqHm0vpcK74WNtJzyWwGLR0i4VudR0J2ayUqQlpL9aiM1qJ6AbQIfepJZWGov43HTwNVUuEIRLd8FIw2up4OYFw6k9CMg7EAF+G6hVgaHt799gK4nzrMJxhBqK+DSY6tTZSlbc1qs2VI4cn41/T0nhU55i3nTS+wLV4gNED2M=',
    'wO5UyRyWZrELbqJPhw89ooPsC7aWb6FTNEMNI6ZUMsxNuu/Hq4qKaB3u+DeENoPoj0GjGcVKyZ7+Fu++GkUG6n0jndkBznPaK+vG90baeGWz4dOYLpu/Y6o/EXnHtsXZeFrSvGqEcp4h/agWc4ekLvWbf92xZfHctyJ6nHJe6oM=',
  ],
  [
    '+dCf6ePra6AoEUcx/doTzsKTphJ2otu83QnuCC6Ej9vf33d+tIETYugRTr7zdsVlb5f6/aIIFzusBfhLgDiPcbsfBdq2/OaHiPoSJeAClCeIJ9XVaurqhkQ0BMke22H1/A906p6OyUwL1pbJzgYJcSXzqpdJXv0KPTAGwCLFRTM=',
    'uviN72HzTTgLxPo1Jn1KyET46imBFm2hmQmmhQW9M+rHQ2LNESCJF7SWVXJB0LtTt8RyXX7yGwGdCWuCjixJWSg0h6z1iia+hvquv6FPVnzlml4dS5g6ZS/tVkh/C3wy3ZqKQaDdlZgp8xKm7U9q5DLRQIhI6+q90Mt3U8tLTHE=',
  ],
  [
    '+52mQs+H/EtNhOJs4fxI/hAuwhmOJwToBaNy938RxgGBqnvAxSyXNBtAQf8eXAamHb9aUdJYFzBX8fcYARlZSbt7xr+cv43AnuY+9PdNWC4ic73unPP/9bfsPaB4JxxRSx0oV9ME998InPjdPvcdQObzkr7k625PWX/cC/NV6kM=',
    '6qgYIgEphOpkIP1wax2RehVRYIxF5fTE4t4oXiamoW5fZ9xnBwIjU6dtKFHu4Q3TJeKHtKdSMe4n9srADGG7D2MD3yYK7k5s8O+Y31BguvWkn9ML9pMqvmlhxv8CC1/tLzBlM87+g2U8snlNJKuF6Ol534BEQ7gmh9tPs9LKiMU=',
  ],
  [
    '3rLlnXEqVpbAzmjXLQq08jHPEK8+ZcVXBBUPtXgPmgjDCe+DGd/TpC8LJUPqEWnpHcfyRw8LiNOEVHvM6gw8yud0f5AIa5TtrQxdcC923wIBoL4KgKnI4Rre3lR3k168/PIgyP0ronG04gvBugBk/yI5INbuLVm2IYvATJjkb5s=',
    '0sMWEQ/fho4Yq3qrthUptAvJmDKDIKA8/fYENBEtFAr2uGiMu4zXOAPhbK7z/xNPT+XIrOpefYygBsSYu3eIHDWnxmqWvZr+TjbL5tg4HgeiUpLjhIPs/s/HbikssB7wUFLK+KxhinG94pmHKF+Lpyx3NUTpc7Gm2Gb0WziwViM=',
  ],
  [
    '5i1ZYo2jnwgdZtKnxfc9B1ywetfWDxOVx7hBqJUbw1T0fHgJP4xEQJuPwuRTxjPAlPv+Aqoo7tpu4i4SZzjoje5tkYYVG3kxT2b7IdlvDGWQy1kPiMGEtsSGuYozSfVsMfzR2vGqsJ1mF3Tn+5mz/E05sORWwrlVbnhicYBRnKk=',
    '2ovLBM0+DlpYUEVsrtZofbQGhVfECr2rw7p1XY6D1nYy2pq1750tchsEMJHK2hNcKuYyEQFtIIwrjYqd9P+aaHJCnNJJ6WwoHbLUi5Y1Z/I4GZ4I3KWYL9lmORXM42rt/vk9QOaIaaZSe0c5CWOyeseL7c5ucIMt6MXtIud9sZM=',
  ],
];

/** The same for one key of 1,024 bits, which is too small. */
export const RSA_1024: readonly [p: string, q: string] = [
  '+iCWUH1C2fu1WrwJajMd6ZURYFtdMffiQmqONKma5+w2BWsKNFtUjA/+5EIFNU1ttfWTtA4UcPbGaVUrp8rnIQ==',
  '+VqdFIE3YTWEOigzmq0+nVZV8BD6Yr16FQRCCep892g/KTOd3ayqnARj7k66mAmmCRvH/O8u4N+3LvYFFs8Djw==',
];

/** The same for one key of 2,050 bits, a modulus that does not fill its octets. */
export const RSA_2050: readonly [p: string, q: string] = [
  'AeooSB1X5jtj+IGHAomN+KyWchKXBgKYPBcqXAVDiNFz7OYXfwJBxB+N+n7Qpst8r4IGZNEN+uwC8u9z49vJJGx2Kqg2Rsy9FCyer14Z/j2eSLcvQ91EWoZxkY3CBbaCrDMmaO9pj0qG+6ugl8Gqw1j0Y0ZOCNR5vYLv+wyRsmeP',
  'AcAvRRxJV0gwuK0lz/p9HMMZQ1K4FfJmMC6u/QBPcPnOE72yLmrz10DiiNE0OmPh9SiFzIPO/duQ62iDqwgOnG0bJQY5LQVEubnJuDCGC8rA1dY/AnwneXXRJDF4NMgDlmy8E/I0ERFa8WpKaKtTFBRvmMXWcZTHWKB3RHkb4hlJ',
];
