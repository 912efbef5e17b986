package chat.tandem.gateway.http;

import chat.tandem.gateway.address.ProxySettings;
import chat.tandem.gateway.limit.AddressLimits;
import chat.tandem.gateway.limit.Overload;
import chat.tandem.gateway.meters.AdmissionMeters;

/**
 * What all event loops of a process go by together when they let connections and requests in.
 *
 * @param proxies what is known of the proxies in front
 * @param addresses the limits by address
 * @param connections how many connections there may be, and are
 * @param overload whether the process has more to do than it can
 * @param meters counts what is refused
 */
public record SharedLimits(
        ProxySettings proxies,
        AddressLimits addresses,
        ConnectionBudget connections,
        Overload overload,
        AdmissionMeters meters) {}
