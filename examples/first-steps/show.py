"""Prints the callbacks that it is sent: python3 examples/first-steps/show.py [PORT]"""

import http.server
import sys


class Show(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        print(self.headers, body.decode(), sep="", flush=True)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


port = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
http.server.ThreadingHTTPServer(("127.0.0.1", port), Show).serve_forever()
