"""Units, trees and countries."""
