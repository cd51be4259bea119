<?php

namespace Bluejay\WooCommerce;

use PHPUnit\Framework\TestCase;

final class SignatureTest extends TestCase
{
    // The example that the Standard Webhooks specification gives.
    private const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    private const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    private const TIME = '1614265330';
    private const BODY = '{"test": 2432232314}';
    private const GOOD = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    private const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

    public function testBelievesTheSpecificationsOwnExample(): void
    {
        $this->assertNull($this->refusal());
    }

    public function testBelievesOneOfSeveralSignaturesAndOneOfSeveralSecrets(): void
    {
        $this->assertNull($this->refusal(['header' => 'v1a,abc v1,AAAA ' . self::GOOD]));
        $this->assertNull($this->refusal(['secrets' => [self::OTHER, self::SECRET]]));
    }

    /**
     * @dataProvider forgeries
     * @param array<string, mixed> $change
     */
    public function testRefuses(array $change): void
    {
        $this->assertNotNull($this->refusal($change));
    }

    /** @return array<string, array<int, array<string, mixed>>> */
    public static function forgeries(): array
    {
        $time = (int) self::TIME;
        $empty = 'v1,' . base64_encode(hash_hmac('sha256', self::ID . '.' . self::TIME . '.' . self::BODY, '', true));
        return [
            'a changed byte' => [['body' => '{"test": 2432232315}']],
            'the same JSON written anew' => [['body' => '{"test":2432232314}']],
            'another id' => [['id' => 'msg_other']],
            'another time' => [['time' => '1614265331']],
            'a secret we do not have' => [['secrets' => [self::OTHER]]],
            'no secret at all' => [['secrets' => []]],
            'an empty key' => [['secrets' => ['whsec_', 'whsec_***'], 'header' => $empty]],
            'too old' => [['now' => $time + 301]],
            'from the future' => [['now' => $time - 301]],
            'a time that is none' => [['time' => '1614265330 ']],
            'no signature' => [['header' => '']],
            'no id' => [['id' => '']],
            'a kind we do not know' => [['header' => 'v2' . substr(self::GOOD, 2)]],
        ];
    }

    public function testBelievesFiveMinutesEitherWay(): void
    {
        $this->assertNull($this->refusal(['now' => (int) self::TIME + 300]));
        $this->assertNull($this->refusal(['now' => (int) self::TIME - 300]));
    }

    /** @param array<string, mixed> $change */
    private function refusal(array $change = []): ?string
    {
        $with = $change + [
            'secrets' => [self::SECRET], 'id' => self::ID, 'time' => self::TIME, 'header' => self::GOOD,
            'body' => self::BODY, 'now' => (int) self::TIME,
        ];
        try {
            Signature::verify($with['secrets'], $with['id'], $with['time'], $with['header'], $with['body'], $with['now']);
            return null;
        } catch (BadSignature $bad) {
            return $bad->getMessage();
        }
    }
}
