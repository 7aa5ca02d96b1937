# Varnish (7.0 or later) in front of `feedgen serve`, which purges it of the documents that change:
#
#     "purge": [{"type": "http", "url": "http://127.0.0.1:6081"}]
#
# With `"method": "BAN"`, one request has many addresses. See docs/purging.md.
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
}

# The machines that may purge: those of feedgen.
acl purgers {
    "localhost";
}

sub vcl_recv {
    if (req.method == "PURGE" || req.method == "BAN") {
        if (client.ip !~ purgers) {
            return (synth(403, "Forbidden"));
        }
        if (req.method == "PURGE") {
            return (purge);
        }
        if (!req.http.X-Host || !req.http.X-Url) {
            return (synth(400, "X-Host or X-Url is missing"));
        }
        if (!std.ban("obj.http.X-Host == " + req.http.X-Host + " && obj.http.X-Url ~ " + req.http.X-Url)) {
            return (synth(400, std.ban_error()));
        }
        return (synth(200, "Banned"));
    }
    # Only browsers that display a feed get another media type (Vary: Sec-Fetch-Dest).
    if (req.http.Sec-Fetch-Dest != "document") {
        unset req.http.Sec-Fetch-Dest;
    }
    unset req.http.Cookie;
}

sub vcl_backend_response {
    # For the expressions of BAN, which Varnish also applies in the background.
    set beresp.http.X-Host = bereq.http.Host;
    set beresp.http.X-Url = bereq.url;
    # Documents are purged when they change, and can stay longer than `serve.maxAge`. Those with a query are built on demand, and
    # stay for that time only.
    if (beresp.status == 200 && beresp.ttl > 0s && bereq.url !~ "\?") {
        set beresp.ttl = 1d;
    }
}

sub vcl_deliver {
    unset resp.http.X-Host;
    unset resp.http.X-Url;
    # Readers keep a document for `serve.maxAge` after they got it, however long it was here.
    unset resp.http.Age;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
